package residents

// Mask hides a name: the family name and a star for each further character.
func Mask(name string) string {
	for i := range name {
		if i > 0 {
			return name[:i] + "*"
		}
	}
	return name
}
