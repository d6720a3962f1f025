//go:build !js

package pages

// LetterKinds are the kinds of letters that have a sentence, but those that tell what a helper did.
func LetterKinds() (all []string) {
	for _, some := range []map[string][2]string{letterWords, selfWords, workWords, signupWords} {
		for kind := range some {
			all = append(all, kind)
		}
	}
	for kind := range helpWords {
		all = append(all, kind)
	}
	return all
}
