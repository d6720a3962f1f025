package main

func (p *Portal) deskPeopleRoutes() []route { return nil }
