// Command yishiting is the portal: one binary that carries pages, app and migrations.
package main

func main() {}
