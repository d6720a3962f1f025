package main

func (p *Portal) meetingRoutes() []route { return nil }
