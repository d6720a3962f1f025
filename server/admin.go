package main

func (p *Portal) adminRoutes() []route { return nil }
