package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"regexp"
	"slices"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
)

// A backup is a text file of JSON lines: a BackupHead; for each table a line
// with its name and columns and then one array for each row; and a line with the
// number of rows and the SHA-256 of every byte before it. The hash finds what a
// disk or a network did to the file. It is no signature: whoever can write the
// file can write another hash.

// BackupFormat is the format that this version writes and reads.
const BackupFormat = "teamtrust backup 1"

// BackupHead is the first line of a backup.
type BackupHead struct {
	Format  string             `json:"format"`
	Made    time.Time          `json:"made"`    // when the state that it holds was read; whole seconds, UTC
	Dialect migrations.Dialect `json:"dialect"` // of the database that it was made from; any other can take it
	Schema  int64              `json:"schema"`  // the newest migration of that database
}

// Backup is what a backup holds.
type Backup struct {
	BackupHead
	Tables map[string]int // rows by table
	Rows   int
	SHA256 string // of the contents, lower-case hex
}

type tableLine struct {
	Table   string   `json:"table"`
	Columns []column `json:"columns"`
}

type endLine struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// backupWriter writes the lines of a backup.
type backupWriter struct {
	out  *bufio.Writer
	sum  hash.Hash
	json *json.Encoder
	Backup
}

func newBackupWriter(w io.Writer) *backupWriter {
	b := &backupWriter{out: bufio.NewWriterSize(w, 1<<20), sum: sha256.New()}
	b.json = json.NewEncoder(io.MultiWriter(b.out, b.sum))
	b.json.SetEscapeHTML(false)
	b.Tables = map[string]int{}
	return b
}

func (b *backupWriter) head(h BackupHead) error {
	b.BackupHead = h
	return b.json.Encode(h)
}

func (b *backupWriter) table(name string, columns []column) error {
	b.Tables[name] = 0
	return b.json.Encode(tableLine{name, columns})
}

func (b *backupWriter) row(table string, values []any) error {
	b.Tables[table]++
	b.Rows++
	return b.json.Encode(values)
}

func (b *backupWriter) end() error {
	b.SHA256 = fmt.Sprintf("%x", b.sum.Sum(nil))
	if err := b.json.Encode(endLine{b.Rows, b.SHA256}); err != nil {
		return err
	}
	return b.out.Flush()
}

// tableTaker gets what a backup holds, in its order. Values of a row are string,
// int64, []byte or nil, by the kinds of the columns.
type tableTaker interface {
	head(h BackupHead) error
	table(name string, columns []column) error
	row(values []any) error
}

// readBackup reads a whole backup and hands it to take; the last line is read
// after everything was handed over. What is no whole backup is a *survey.Error
// with code CodeBadRequest.
func readBackup(r io.Reader, take tableTaker) (Backup, error) {
	b := &backupReader{in: bufio.NewReaderSize(r, 64<<10), sum: sha256.New(), take: take}
	b.Tables = map[string]int{}
	err := b.read()
	return b.Backup, err
}

type backupReader struct {
	in     *bufio.Reader
	sum    hash.Hash
	take   tableTaker
	line   int
	table  int // place of the current table in keptTables; -1 before the first
	fields []column
	Backup
}

func (b *backupReader) read() error {
	line, err := b.next()
	if err != nil {
		return err
	}
	if err := b.readHead(line); err != nil {
		return err
	}
	for b.table = -1; ; {
		if line, err = b.next(); err != nil {
			return err
		}
		switch {
		case bytes.HasPrefix(line, []byte("[")):
			err = b.readRow(line)
		case bytes.HasPrefix(line, []byte(`{"table"`)):
			err = b.readTable(line)
		default:
			return b.readEnd(line)
		}
		if err != nil {
			return err
		}
		b.sum.Write(line)
	}
}

// next is the next line with its end.
func (b *backupReader) next() ([]byte, error) {
	b.line++
	line, err := b.in.ReadBytes('\n')
	switch {
	case errors.Is(err, io.EOF):
		return nil, survey.Errorf(survey.CodeBadRequest, "The backup ends in line %d, before its end; copy it again, or take another one.", b.line)
	case err != nil:
		return nil, fmt.Errorf("read the backup: %w", err)
	}
	return line, nil
}

func (b *backupReader) damaged(what string, args ...any) error {
	return survey.Errorf(survey.CodeBadRequest, "The backup is damaged: line %d %s. Copy it again, or take another one.", b.line, fmt.Sprintf(what, args...))
}

func (b *backupReader) readHead(line []byte) error {
	if err := strictJSON(line, &b.BackupHead); err != nil || b.Format != BackupFormat {
		return survey.Errorf(survey.CodeBadRequest, "This is no backup of teamtrust (%s); name a file that teamtrust backup wrote.", BackupFormat)
	}
	b.sum.Write(line)
	return b.take.head(b.BackupHead)
}

func (b *backupReader) readTable(line []byte) error {
	var t tableLine
	if err := strictJSON(line, &t); err != nil {
		return b.damaged("is no table")
	}
	at := slices.IndexFunc(keptTables(), func(k keptTable) bool { return k.name == t.Table })
	if at <= b.table {
		return b.damaged("has the table %q, which does not belong there", t.Table)
	}
	for _, c := range t.Columns {
		if !columnName.MatchString(c.Name) || !slices.Contains([]columnKind{textColumn, integerColumn, bytesColumn}, c.Kind) {
			return b.damaged("has a column that there cannot be")
		}
	}
	b.table, b.fields, b.Tables[t.Table] = at, t.Columns, 0
	return b.take.table(t.Table, t.Columns)
}

var columnName = regexp.MustCompile(`^[a-z][a-z_]{0,62}$`)

func (b *backupReader) readRow(line []byte) error {
	var raw []json.RawMessage
	if err := strictJSON(line, &raw); err != nil || b.table < 0 || len(raw) != len(b.fields) {
		return b.damaged("is no row of its table")
	}
	values := make([]any, len(raw))
	for i, c := range b.fields {
		v, err := c.parse(raw[i])
		if err != nil {
			return b.damaged("has a value in %s that is no %s", c.Name, c.Kind)
		}
		values[i] = v
	}
	b.Tables[keptTables()[b.table].name]++
	b.Rows++
	return b.take.row(values)
}

// parse reads one value.
func (c column) parse(raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch c.Kind {
	case integerColumn:
		var n int64
		err := json.Unmarshal(raw, &n)
		return n, err
	case bytesColumn:
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(text)
	}
	var text string
	err := json.Unmarshal(raw, &text)
	return text, err
}

// readEnd compares the last line with what was read, byte by byte.
func (b *backupReader) readEnd(line []byte) error {
	b.SHA256 = fmt.Sprintf("%x", b.sum.Sum(nil))
	want, err := json.Marshal(endLine{b.Rows, b.SHA256})
	if err != nil {
		return err
	}
	if string(line) != string(want)+"\n" {
		return b.damaged("does not fit what comes before it")
	}
	if _, err := b.in.ReadByte(); !errors.Is(err, io.EOF) {
		return b.damaged("is the last one, and something follows it")
	}
	return nil
}

func strictJSON(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one value")
	}
	return nil
}

// nobody takes a backup that is only to be checked.
type nobody struct{}

func (nobody) head(BackupHead) error        { return nil }
func (nobody) table(string, []column) error { return nil }
func (nobody) row([]any) error              { return nil }

// CheckBackup reads a backup to its end and says what it holds. What is no
// whole backup is a *survey.Error with code CodeBadRequest.
func CheckBackup(r io.Reader) (Backup, error) { return readBackup(r, nobody{}) }
