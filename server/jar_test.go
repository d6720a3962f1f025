package main

import "net/http/cookiejar"

func newJar() *cookiejar.Jar {
	jar, _ := cookiejar.New(nil) // fails only with bad options
	return jar
}
