package main

func (p *Portal) deskTopicRoutes() []route { return nil }
