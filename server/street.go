package main

func (p *Portal) streetRoutes() []route { return nil }
