package main

func (p *Portal) mineRoutes() []route { return nil }
