package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// moment is a time as a column: Unix seconds, NULL for the zero time.
type moment time.Time

// Value is what the database gets.
func (m moment) Value() (driver.Value, error) {
	if t := time.Time(m); !t.IsZero() {
		return t.Unix(), nil
	}
	return nil, nil
}

// Scan reads what the database has.
func (m *moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*m = moment{}
	case int64:
		*m = moment(time.Unix(v, 0).UTC())
	default:
		return fmt.Errorf("a moment is a number of seconds, not %T", v)
	}
	return nil
}

// GormDataType names the type of the column.
func (moment) GormDataType() string { return "bigint" }

// nullable is a text that is NULL where it is empty.
type nullable string

// Value is what the database gets.
func (n nullable) Value() (driver.Value, error) {
	if n == "" {
		return nil, nil
	}
	return string(n), nil
}

// Scan reads what the database has.
func (n *nullable) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*n = ""
	case string:
		*n = nullable(v)
	case []byte:
		*n = nullable(v)
	default:
		return fmt.Errorf("a text column holds %T", v)
	}
	return nil
}

// GormDataType names the type of the column.
func (nullable) GormDataType() string { return "text" }
