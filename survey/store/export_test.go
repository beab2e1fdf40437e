package store

import "gorm.io/gorm"

// Watch lets a test see the text of every statement that GORM carries out. The
// returned function ends that.
func (s *Store) Watch(seen func(statement string)) (stop func()) {
	note := func(tx *gorm.DB) { seen(tx.Statement.SQL.String()) }
	databases := []*gorm.DB{s.write}
	if s.read != s.write {
		databases = append(databases, s.read)
	}
	for _, db := range databases {
		_ = db.Callback().Query().After("gorm:query").Register("watch", note)
		_ = db.Callback().Row().After("gorm:row").Register("watch", note)
		_ = db.Callback().Raw().After("gorm:raw").Register("watch", note)
	}
	return func() {
		for _, db := range databases {
			_ = db.Callback().Query().Remove("watch")
			_ = db.Callback().Row().Remove("watch")
			_ = db.Callback().Raw().Remove("watch")
		}
	}
}
