package main

func (p *Portal) deskFollowUpRoutes() []route { return nil }
