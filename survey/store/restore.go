package store

import (
	"context"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/people"
)

// Restoring is how a backup is restored.
type Restoring struct {
	// Complete says that nothing was collected or cast after the backup was made.
	// Otherwise every link of an open survey that was not used then counts as
	// replaced: its holder may have a credential already and can have another.
	Complete bool
	Entry    people.Entry // for the audit log
	Step     func()       // called for every row
}

// Restore fills an empty database with a backup, of either kind of database, in
// one transaction, and brings it to this version's schema. checked is what
// CheckBackup said of the same file, which is read from its beginning; nothing is
// written where it is another one now. CodeRefused where the database is not empty
// or the backup is of a newer schema.
func (s *Store) Restore(ctx context.Context, file io.Reader, checked Backup, how Restoring) error {
	if err := s.mayRestore(ctx, checked.BackupHead); err != nil {
		return err
	}
	err := s.transaction(ctx, func(tx *gorm.DB) error { return s.fill(tx, file, checked, how) })
	if err != nil {
		return wrap(err, "restore the backup")
	}
	return s.Migrate(ctx)
}

// mayRestore looks whether the database is empty, and gives it the schema of the
// backup.
func (s *Store) mayRestore(ctx context.Context, head BackupHead) error {
	newest, err := migrations.Newest(s.dialect)
	if err != nil {
		return err
	}
	if head.Schema > newest {
		return survey.Errorf(survey.CodeRefused,
			"The backup has schema %d, made by a newer version of teamtrust; this version knows schemas up to %d. Use the newer version.", head.Schema, newest)
	}
	has, err := migrations.Version(ctx, s.writer, s.dialect)
	if err != nil {
		return wrap(err, "read the version of the schema")
	}
	if err := s.transaction(ctx, func(tx *gorm.DB) error { return s.clear(tx, has > head.Schema) }); err != nil {
		return wrap(err, "look whether the database is empty")
	}
	return newer(migrations.To(ctx, s.writer, s.dialect, head.Schema))
}

// clear refuses a database that holds anything. With tables it removes the empty
// tables, so that those of an earlier schema can be made.
func (s *Store) clear(tx *gorm.DB, tables bool) error {
	for _, t := range keptTables() {
		columns, err := s.columns(tx, t.name)
		if err != nil || len(columns) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		var n int
		if err := tx.Raw("SELECT count(*) FROM " + t.name).Scan(&n).Error; err != nil {
			return err
		}
		if n > 0 && t.name != "settings" { // a first start leaves one there
			return notEmpty(t.name)
		}
	}
	if !tables {
		return nil
	}
	drop := []string{"goose_db_version"}
	for _, t := range keptTables() {
		drop = append(drop, t.name)
	}
	drop = append(drop, leftOut()...)
	for _, name := range slices.Backward(drop) {
		if err := tx.Exec("DROP TABLE IF EXISTS " + name).Error; err != nil {
			return err
		}
	}
	return nil
}

func notEmpty(table string) error {
	return survey.Errorf(survey.CodeRefused, "The database is not empty (there is something in %s); a backup is restored only into an empty one. Name another with --data or --database, or move this one away first.", table)
}

// fill writes the rows of a backup that was checked, and what a restored
// installation has to know about itself.
func (s *Store) fill(tx *gorm.DB, file io.Reader, checked Backup, how Restoring) error {
	if err := s.unlimited(tx); err != nil {
		return err
	}
	if s.dialect == migrations.Postgres {
		if err := tx.Exec("LOCK TABLE people, accounts, surveys, audit IN ACCESS EXCLUSIVE MODE").Error; err != nil {
			return err
		}
	}
	if err := s.clear(tx, false); err != nil { // somebody may have been faster
		return err
	}
	for _, name := range append(leftOut(), "settings") {
		if err := tx.Exec("DELETE FROM " + name).Error; err != nil {
			return err
		}
	}
	f := &filler{store: s, tx: tx, step: how.Step}
	read, err := readBackup(file, f)
	if err == nil {
		err = f.flush()
	}
	if err == nil && read.SHA256 != checked.SHA256 {
		err = survey.Errorf(survey.CodeBadRequest, "The backup changed while it was read; nothing was restored.")
	}
	if err != nil {
		return err
	}
	if err := s.numberAudit(tx); err != nil {
		return err
	}
	if !how.Complete {
		if err := markRestored(tx, checked.BackupHead); err != nil {
			return err
		}
	}
	return record(tx, how.Entry)
}

// lossesSchema is the migration that made place for what restoring notes.
const lossesSchema = 20

// markRestored notes in every open survey that its box is in the state of the
// backup, and how many links of each unit were not used by then. A schema that
// cannot say it is older than backups are.
func markRestored(tx *gorm.DB, head BackupHead) error {
	if head.Schema < lossesSchema {
		return nil
	}
	err := tx.Exec("UPDATE surveys SET restored = ? WHERE state = ?", moment(head.Made), survey.Open).Error
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO reissued (survey, unit, links)
		SELECT i.survey, i.unit, count(*) FROM invitations i JOIN surveys s ON s.id = i.survey
		WHERE s.state = ? AND i.blinded IS NULL GROUP BY i.survey, i.unit
		ON CONFLICT (survey, unit) DO UPDATE SET links = reissued.links + excluded.links`, survey.Open).Error
}

// numberAudit lets PostgreSQL number the audit log on from where it was; SQLite
// does so by itself.
func (s *Store) numberAudit(tx *gorm.DB) error {
	if s.dialect == migrations.SQLite {
		return nil
	}
	return tx.Exec("SELECT setval(pg_get_serial_sequence('audit', 'seq'), (SELECT max(seq) FROM audit)) WHERE EXISTS (SELECT 1 FROM audit)").Error
}

// filler writes rows as they are read, many with one statement.
type filler struct {
	store  *Store
	tx     *gorm.DB
	step   func()
	name   string
	target []column // of this database, in the order of the backup
	values []any
	rows   int
}

func (f *filler) head(BackupHead) error { return nil }

// table takes the columns of the next table, which must be those that its schema
// has here.
func (f *filler) table(name string, columns []column) error {
	if err := f.flush(); err != nil {
		return err
	}
	have, err := f.store.columns(f.tx, name)
	if err != nil {
		return err
	}
	f.name, f.target = name, nil
	for _, c := range columns {
		at := slices.IndexFunc(have, func(h column) bool { return h.Name == c.Name && h.Kind == c.Kind })
		if at < 0 {
			return survey.Errorf(survey.CodeBadRequest, "The backup is not what its first line says: table %s has no column %s of this kind in schema it names.", name, c.Name)
		}
		f.target = append(f.target, have[at])
	}
	if len(have) != len(columns) {
		return survey.Errorf(survey.CodeBadRequest, "The backup is not what its first line says: table %s has %d columns, not %d.", name, len(have), len(columns))
	}
	return nil
}

// Limits of one INSERT: the values that both databases take, and the bytes of
// sealed ballots that are held at once.
const (
	valuesAtOnce = 10_000
	blobsAtOnce  = 200
)

func (f *filler) row(values []any) error {
	for i, c := range f.target {
		if n, ok := values[i].(int64); ok && c.boolean {
			values[i] = n != 0
		}
	}
	f.values = append(f.values, values...)
	f.rows++
	f.step()
	if len(f.values)+len(f.target) > valuesAtOnce || f.rows >= blobsAtOnce {
		return f.flush()
	}
	return nil
}

func (f *filler) flush() error {
	if f.rows == 0 {
		return nil
	}
	names, row := make([]string, len(f.target)), make([]string, len(f.target))
	for i, c := range f.target {
		names[i], row[i] = `"`+c.Name+`"`, "?"
	}
	one := "(" + strings.Join(row, ", ") + ")"
	query := "INSERT INTO " + f.name + " (" + strings.Join(names, ", ") + ")"
	if f.store.dialect == migrations.Postgres {
		query += " OVERRIDING SYSTEM VALUE" // the audit log keeps its numbers
	}
	query += " VALUES " + one + strings.Repeat(", "+one, f.rows-1)
	err := f.tx.Exec(query, f.values...).Error
	f.values, f.rows = f.values[:0], 0
	return err
}
