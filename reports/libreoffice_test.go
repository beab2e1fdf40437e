package reports_test

import (
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"teamtrust/reports"
)

// A spreadsheet program opens the file and reads the cells that the CSV has,
// also where every name is hostile.
func TestLibreOfficeReadsTheSameCells(t *testing.T) {
	office := officeProgram(t)
	if office == "" {
		return
	}
	folder := t.TempDir()
	arabic := company(t).book(t)
	arabic.Language = "ar"
	books := map[string]reports.Book{"company": company(t).book(t), "arabic": arabic, "hostile": hostileBook(strings.Join(hostileNames()[2:6], ""))}
	files := []string{}
	for name, b := range books {
		file := filepath.Join(folder, name+".xlsx")
		if err := os.WriteFile(file, write(t, b).raw, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	convert(t, office, folder, files)
	for name, b := range books {
		t.Run(name, func(t *testing.T) {
			got := readCSV(t, filepath.Join(folder, name+"-Data.csv"))
			want := csvOf(t, b.Release)
			if len(got) != len(want)+2 {
				t.Fatalf("%d rows, want %d", len(got), len(want)+2)
			}
			for i, line := range want {
				if !slices.EqualFunc(got[i+2], line, sameCell) {
					t.Fatalf("row %d is %q, want %q", i, got[i+2], line)
				}
			}
		})
	}
}

// sameCell reports whether two cells have one text or one number.
func sameCell(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && x == y
}

// officeProgram finds LibreOffice, or fails. With -short it may be missing.
func officeProgram(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if testing.Short() {
		t.Log("there is no LibreOffice; nothing was opened with it")
		return ""
	}
	t.Fatal("there is no LibreOffice; install libreoffice-calc, or run go test -short")
	return ""
}

// convert writes the eighth sheet of each file as CSV.
func convert(t *testing.T, office, folder string, files []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	const eighth = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,8"
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", eighth, "--outdir", folder}, files...)
	if out, err := exec.CommandContext(ctx, office, args...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
}

func readCSV(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
