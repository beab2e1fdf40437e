package store

import "gorm.io/gorm"

// rowsAtOnce is how many rows one INSERT carries; both databases allow more
// than 30,000 values in a statement.
const rowsAtOnce = 1000

// insert writes rows in their order; none is fine.
func insert[T any](tx *gorm.DB, rows []T) error {
	tx = tx.Session(&gorm.Session{}) // clauses of the caller are for every statement
	for len(rows) > 0 {
		n := min(len(rows), rowsAtOnce)
		part := rows[:n]
		if err := tx.Create(&part).Error; err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
