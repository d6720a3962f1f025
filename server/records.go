package main

func (p *Portal) recordRoutes() []route { return nil }
