package main

func (p *Portal) topicRoutes() []route { return nil }
