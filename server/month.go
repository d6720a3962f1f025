package main

func (p *Portal) monthRoutes() []route { return nil }
