package people

// Right is something that only some roles may do. Its text completes the
// sentence "You may not …".
type Right string

const (
	ReadTeam         Right = "read the results of this team"
	ReadOrganisation Right = "read the results of the organisation"
	ImportPeople     Right = "change the staff list"
	RunSurveys       Right = "run surveys"
	ReadAudit        Right = "read the audit log"
	ManageAccounts   Right = "manage accounts"
)

// Roles returns the roles that have the right, none for an unknown right. The
// role Manager has ReadTeam for some teams only: MayReadTeam decides.
func (r Right) Roles() []Role {
	switch r {
	case ReadTeam:
		return []Role{HR, Manager}
	case ReadOrganisation, ImportPeople, RunSurveys:
		return []Role{HR}
	case ReadAudit:
		return []Role{Admin, Auditor}
	case ManageAccounts:
		return []Role{Admin}
	}
	return nil
}

// Needed names, for a page that refuses, the role that it takes: "HR", "admin
// or auditor". It is "nobody" for an unknown right.
func (r Right) Needed() string {
	switch r {
	case ReadTeam:
		return "HR, or manager of this team or of one above it"
	case ReadOrganisation, ImportPeople, RunSurveys:
		return HR.Name()
	case ReadAudit:
		return Admin.Name() + " or " + Auditor.Name()
	case ManageAccounts:
		return Admin.Name()
	}
	return "nobody"
}

// Name is the role as people write it.
func (r Role) Name() string {
	if r == HR {
		return "HR"
	}
	return string(r)
}

// May reports whether one of the account's roles has the right.
func (a Account) May(r Right) bool {
	for _, role := range r.Roles() {
		if a.Has(role) {
			return true
		}
	}
	return false
}

// MayReadOrganisation reports whether the account may read the figures of the
// organisation as a whole.
func (a Account) MayReadOrganisation() bool { return a.May(ReadOrganisation) }

// MayImport reports whether the account may see and change the staff list.
func (a Account) MayImport() bool { return a.May(ImportPeople) }

// MayRunSurveys reports whether the account may create, open and close
// surveys, follow participation and download workbooks.
func (a Account) MayRunSurveys() bool { return a.May(RunSurveys) }

// MayReadAudit reports whether the account may read the audit log.
func (a Account) MayReadAudit() bool { return a.May(ReadAudit) }

// MayManageAccounts reports whether the account may add accounts and change
// their roles.
func (a Account) MayManageAccounts() bool { return a.May(ManageAccounts) }
