package main

func (p *Portal) deskRoutes() []route { return nil }
