package ballot

import (
	"errors"
	"net/url"
	"strings"

	"teamtrust/survey"
)

// Link is an invitation link taken apart. Its secret and hash are in the
// fragment, which browsers send to no server.
type Link struct {
	Survey string
	Secret []byte // 32 bytes
	Hash   string // of the manifest, lower-case hex
}

// linkPath stands between the public URL, which may hold it too, and the
// survey's id.
const linkPath = "/surveys/"

// URL writes the link of a survey that is served under publicURL.
func (l Link) URL(publicURL string) string {
	return strings.TrimRight(publicURL, "/") + linkPath + l.Survey + "#" + encode(l.Secret) + "." + l.Hash
}

// ParseLink reads an invitation link, whatever host and path it begins with.
func ParseLink(link string) (Link, error) {
	bad := errors.New("this is not an invitation link; it ends with /surveys/, an id, # and two codes joined by a dot")
	u, err := url.Parse(link)
	if err != nil {
		return Link{}, bad
	}
	secret, hash, dot := strings.Cut(u.Fragment, ".")
	last := strings.LastIndex(u.Path, linkPath)
	if last < 0 || !dot {
		return Link{}, bad
	}
	id := u.Path[last+len(linkPath):]
	if !survey.ValidID(id) {
		return Link{}, bad
	}
	l := Link{Survey: id, Hash: hash}
	if l.Secret, err = decode("secret", secret, SecretSize); err != nil {
		return Link{}, bad
	}
	if _, ok := decodeHash(hash); !ok {
		return Link{}, bad
	}
	return l, nil
}
