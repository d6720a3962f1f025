package main

func (p *Portal) deskMeetingRoutes() []route { return nil }
