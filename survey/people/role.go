package people

// Roles are all roles, in the order in which they are offered.
func Roles() []Role { return []Role{Admin, HR, Manager, Auditor} }

// Valid reports whether r is a role at all.
func (r Role) Valid() bool {
	for _, x := range Roles() {
		if x == r {
			return true
		}
	}
	return false
}
