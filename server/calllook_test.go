package main

import (
	"testing"

	"yishiting/consultation/project"
)

// Residents' pages of calls in each of their states, with scripts off, in elder mode.
func TestCallGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(40, 12, 84, 0, 60, 0, 84)
	b.ownHome("1501", 89_30, "wang", "sun")
	b.ownHome("1502", 76_00, "wang")
	nobody, wang := b.eyesOf(""), b.eyesOf("wang")
	nobody.look("/hepingli/calls", "gallery-calls-empty", "现在没有正在征集的意见")
	ahead := b.call(startsIn(48*60*60*1e9), func(c *project.Call) { c.Title = "端午活动办什么" })
	wang.look(callPath(ahead), "gallery-call-ahead", "还没开始")
	c := b.call()
	wang.look(callPath(c), "gallery-call-fresh", "问卷", "替哪一户答")
	nobody.look(callPath(c), "gallery-call-signed-out", "去登录")
	for building, n := range map[string]int{"1 号楼": 16, "2 号楼": 3, "3 号楼": 40, "5 号楼": 7, "7 号楼": 31} {
		b.answeredAt(c, building, n, usualSaid)
	}
	wang.look(callPath(c), "gallery-call-open", "84 户已答 31 户")
	b.as("hepingli", "wang").answers(callPath(c), "q1", "3", "q2", "1", "q4", "4", "q5", "灯不亮").led(t, callPath(c)+"?done=call-answered")
	wang.look(callPath(c), "gallery-call-answered", "的回答已收下")
	wang.look("/hepingli/calls", "gallery-calls", "单元门禁怎样改")
	b.closeCalls(c)
	wang.look(callPath(c), "gallery-call-result", "份回答")
	wang.look("/hepingli/calls", "gallery-calls-over", "已经结束")
}
