package polls

import "yishiting/calendar"

// The laws that give rules, by the names under which pages quote them.
const (
	residentsLaw = "《城市居民委员会组织法》"
	villagersLaw = "《村民委员会组织法》"
	civilCode    = "《民法典》"
	propertyLaw  = "《北京市物业管理条例》"
)

// The days from which they stand as quoted here.
var (
	residentsFrom = calendar.Day{Year: 2026, Month: 1, Day: 1}   // art. 50 of the revision of 2025-10-28
	villagersFrom = calendar.Day{Year: 2026, Month: 1, Day: 1}   // the amendment of 2025-10-28
	villagersThen = calendar.Day{Year: 2010, Month: 10, Day: 28} // the revision of that day; the amendment of 2018 left these articles alone
	civilFrom     = calendar.Day{Year: 2021, Month: 1, Day: 1}   // art. 1260
	propertyFrom  = calendar.Day{Year: 2024, Month: 3, Day: 29}  // as amended on that day
)

// The fractions of the laws. 过半数 is more than half; 三分之二以上 includes two thirds,
// 超过三分之二 does not (民法典 art. 1259, used for all of them).
func moreThanHalf(w Weight, of Base) Condition { return Condition{w, 1, 2, true, of} }
func twoThirds(w Weight) Condition             { return Condition{w, 2, 3, false, OfRoll} }
func moreThanTwoThirds(w Weight) Condition     { return Condition{w, 2, 3, true, OfRoll} }
func threeQuarters(w Weight) Condition         { return Condition{w, 3, 4, false, OfParticipating} }
func oneThird(w Weight) Condition              { return Condition{w, 1, 3, false, OfParticipating} }

func all(conditions ...Condition) []Condition { return conditions }
func units(u ...Unit) []Unit                  { return u }

// half are more than half of the roll, and of those who take part.
var (
	halfOfRoll    = all(moreThanHalf(Heads, OfRoll))
	halfOfPresent = all(moreThanHalf(Heads, OfParticipating))
)

// Texts that several rules share.
const (
	assemblyOnline = "法律按到会人员计算，没有规定线上投票；在规定的时间里投了票的，本平台算作到会，这是社区约定"
	electionPaper  = residentsLaw + "第十九条：选举实行无记名投票、公开计票的方法，应当设立秘密写票处；选举和罢免的投票只在现场用纸质选票进行"
	ownersElse     = propertyLaw + "第三十五条：业主大会会议采用互联网方式表决的，应当通过市住房和城乡建设主管部门建立的电子投票系统进行，并于会议召开十五日前通知全体业主；本平台只征询意向"
	signedElse     = "委员到会并签字才作数，本平台不办理，只记录结果"

	electionText = "选举居民委员会，采取全体有选举权的居民选举方式的，有选民的过半数参加投票，选举有效；采取每户派代表选举方式的，有户的代表的过半数参加投票，选举有效；采取居民代表选举方式的，有超过三分之二的居民代表参加投票，选举有效。候选人获得参加投票的人员过半数的选票，始得当选。"
	runoffText   = "另行选举的，第一次投票未当选的人员得票多的为候选人，候选人以得票多的当选，但是所得票数不得少于已投选票总数的三分之一。"
	recallText   = "罢免居民委员会成员，应当按照产生时的选举方式组织进行投票，须有选民或者户的代表过半数或者超过三分之二的居民代表投票，并须经投票人员的过半数通过。"
	ownersText   = "业主共同决定事项，应当由专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决。"
	heavyText    = "决定前款第六项至第八项规定的事项，应当经参与表决专有部分面积四分之三以上的业主且参与表决人数四分之三以上的业主同意。"
	ordinaryText = "决定前款其他事项，应当经参与表决专有部分面积过半数的业主且参与表决人数过半数的业主同意。"
)

// Steps that several rules share.
var (
	partyFirst   = Sourced{N: 1, Source: residentsLaw + "第三十条：需由居民会议或者居民代表会议决定的重要事项，应当先经社区党组织研究讨论"}
	filed        = Sourced{N: 1, Source: residentsLaw + "第三十一条：居民自治章程、居民公约应当报不设区的市、市辖区的人民政府或者街道办事处备案"}
	published    = Sourced{N: 15, Source: residentsLaw + "第三十四条：公布的期限不得少于十五日"}
	threeProxies = Sourced{N: 3, Source: residentsLaw + "第十九条：选举期间外出的选民，可以书面委托本社区其他选民代为投票；每一选民接受的委托不得超过三人"}
)

// rules are all rules, each version on its own.
var rules = joined(customs, townRules, ownerRules, villageRules("第二十二条", "第二十六条", "第二十八条", villagersThen, villagersFrom.Add(-1)),
	// The amendment changed none of these fractions, but added articles before them.
	villageRules("第四章", "第四章", "第四章", villagersFrom, calendar.Day{}))

func joined(parts ...[]Rule) []Rule {
	var whole []Rule
	for _, p := range parts {
		whole = append(whole, p...)
	}
	return whole
}

// customs have no fractions in law: they count and decide nothing.
var customs = []Rule{{
	ID: "consultative", Body: "consultative", Text: "社区约定：征求意见，只公布各种意见的数目，不作决定；法律没有规定人数和比例",
	Units: units(UnitResident, UnitHousehold, UnitOwner, UnitDelegate, UnitMember), Effect: Opinion, BlankTakesPart: true, Online: true,
}, {
	ID: "household-vote", Body: "household-vote", Law: residentsLaw, Article: "第三十二条", From: residentsFrom,
	Text:  "对涉及居民切身利益的公共事务、公益事业以及居民反映的实际困难和矛盾纠纷，居民委员会应当组织居民及其他利益相关方开展协商。",
	Units: units(UnitHousehold), Effect: Consultation, BlankTakesPart: true, Online: true,
	OnlineWhy:  "协商中一户一票，法律没有规定人数和比例；结果供协商引用，不是居民会议的决定",
	Disclosure: published,
}}

var townRules = []Rule{{
	ID: "residents-assembly", Body: "residents-assembly", Law: residentsLaw, Article: "第二十七条", From: residentsFrom,
	Text:  "居民会议应当有全体十八周岁以上的本社区居民或者户的代表的过半数参加。居民会议所作决定，应当经到会人员的过半数通过。",
	Units: units(UnitResident, UnitHousehold), Effect: Resolution, Quorum: halfOfRoll, Approve: halfOfPresent,
	BlankTakesPart: true, Online: true, OnlineWhy: assemblyOnline,
	Notice:     Sourced{N: 10, Source: residentsLaw + "第二十六条：召集居民会议，应当提前十日通知居民；遇有特殊情况的，可以临时通知居民"},
	PartyStudy: partyFirst, Filing: filed, Disclosure: published,
}, {
	ID: "reps-meeting", Body: "reps-meeting", Law: residentsLaw, Article: "第二十九条", From: residentsFrom,
	Text:  "居民代表会议应当有三分之二以上的组成人员参加方可召开。居民代表会议所作决定，应当经到会组成人员的过半数通过。",
	Units: units(UnitDelegate), Effect: Resolution, Quorum: all(twoThirds(Heads)), Approve: halfOfPresent,
	BlankTakesPart: true, Online: true, OnlineWhy: assemblyOnline,
	PartyStudy: partyFirst, Filing: filed, Disclosure: published,
}, {
	ID: "committee-election", Body: "committee-election", Law: residentsLaw, Article: "第十九条", From: residentsFrom, Text: electionText,
	Units: units(UnitResident, UnitHousehold), Effect: Office, Quorum: halfOfRoll, Approve: halfOfPresent,
	BlankTakesPart: true, OnlineWhy: electionPaper, Proxies: threeProxies,
}, {
	ID: "committee-election-delegates", Body: "committee-election", Law: residentsLaw, Article: "第十九条", From: residentsFrom, Text: electionText,
	Units: units(UnitDelegate), Effect: Office, Quorum: all(moreThanTwoThirds(Heads)), Approve: halfOfPresent,
	BlankTakesPart: true, OnlineWhy: electionPaper,
}, {
	// Another election for the seats left over: it is an election all the same, so the quorum stands.
	ID: "committee-runoff", Body: "committee-election", Law: residentsLaw, Article: "第十九条", From: residentsFrom, Text: runoffText,
	Units: units(UnitResident, UnitHousehold), Effect: Office, Quorum: halfOfRoll, Approve: all(oneThird(Heads)),
	BlankTakesPart: true, OnlineWhy: electionPaper, Proxies: threeProxies,
}, {
	ID: "committee-runoff-delegates", Body: "committee-election", Law: residentsLaw, Article: "第十九条", From: residentsFrom, Text: runoffText,
	Units: units(UnitDelegate), Effect: Office, Quorum: all(moreThanTwoThirds(Heads)), Approve: all(oneThird(Heads)),
	BlankTakesPart: true, OnlineWhy: electionPaper,
}, {
	ID: "recall", Body: "recall", Law: residentsLaw, Article: "第二十条", From: residentsFrom, Text: recallText,
	Units: units(UnitResident, UnitHousehold), Effect: Office, Quorum: halfOfRoll, Approve: halfOfPresent,
	BlankTakesPart: true, OnlineWhy: electionPaper,
}, {
	ID: "recall-delegates", Body: "recall", Law: residentsLaw, Article: "第二十条", From: residentsFrom, Text: recallText,
	Units: units(UnitDelegate), Effect: Office, Quorum: all(moreThanTwoThirds(Heads)), Approve: halfOfPresent,
	BlankTakesPart: true, OnlineWhy: electionPaper,
}}

// The owners' assembly decides where the portal only asks: notice of fifteen days is of
// its meeting, so an indication has none.
var (
	ownersPost   = Sourced{N: 3, Source: propertyLaw + "第三十七条：业主大会会议的决定应当自作出之日起三日内在物业管理区域内显著位置公示"}
	ownersQuorum = all(twoThirds(Heads), twoThirds(Area))
)

// ownerRules: who is a head and what is an area, 最高人民法院建筑物区分所有权解释 arts 8 and 9.
var ownerRules = []Rule{{
	ID: "owners-ordinary", Body: "owners-ordinary", Law: civilCode, Article: "第二百七十八条", From: civilFrom, Text: ownersText + ordinaryText,
	Units: units(UnitOwner), Effect: Indication, Quorum: ownersQuorum,
	Approve:        all(moreThanHalf(Heads, OfParticipating), moreThanHalf(Area, OfParticipating)),
	BlankTakesPart: true, Online: true, OnlineWhy: ownersElse, Post: ownersPost,
}, {
	ID: "owners-heavy", Body: "owners-heavy", Law: civilCode, Article: "第二百七十八条", From: civilFrom, Text: ownersText + heavyText,
	Units: units(UnitOwner), Effect: Indication, Quorum: ownersQuorum,
	Approve:        all(threeQuarters(Heads), threeQuarters(Area)),
	BlankTakesPart: true, Online: true, OnlineWhy: ownersElse, Post: ownersPost,
}, {
	ID: "owners-committee", Body: "owners-committee", Law: propertyLaw, Article: "第四十五条", From: propertyFrom,
	Text:  "定期会议和临时会议应当有过半数委员参加，委员不得委托他人参会。业主委员会确定的事项应当经过半数委员签字同意。",
	Units: units(UnitMember), Effect: Indication, Quorum: halfOfRoll, Approve: halfOfRoll,
	BlankTakesPart: true, OnlineWhy: signedElse,
	Notice: Sourced{N: 5, Source: propertyLaw + "第四十五条：业主委员会应当在会议召开五日前将会议议题告知物业所在地的居民委员会、村民委员会"},
	Post:   Sourced{N: 3, Source: propertyLaw + "第四十五条：会议结束后三日内，业主委员会应当将会议情况以及确定事项在物业管理区域内显著位置公示"},
}, {
	ID: "property-committee", Body: "property-committee", Law: propertyLaw, Article: "第五十七条", From: propertyFrom,
	Text:  "会议应当有过半数委员且过半数业主代表委员参加，业主代表委员不能委托代理人参加会议。物业管理委员会按照本条例第五十六条确定的事项应当经过半数委员签字同意。",
	Units: units(UnitMember), Effect: Indication,
	Quorum: all(moreThanHalf(Heads, OfRoll), moreThanHalf(OwnerHeads, OfRoll)), Approve: halfOfRoll,
	BlankTakesPart: true, OnlineWhy: signedElse,
	Disclosure: Sourced{N: 10, Source: propertyLaw + "第五十七条：在物业管理区域内显著位置公示十个工作日", Working: true},
	Post:       Sourced{N: 3, Source: propertyLaw + "第五十七条：会议结束后三日内，物业管理委员会应当将会议情况以及确定事项公示"},
}}

// villageRules are the villages' rules in one version of their law, with the articles of
// the villagers' assembly, of the delegates and of the groups in it.
func villageRules(assembly, delegates, group string, from, until calendar.Day) []Rule {
	base := Rule{
		Law: villagersLaw, From: from, Until: until, Village: true, Effect: Resolution, Approve: halfOfPresent,
		BlankTakesPart: true, Online: true, OnlineWhy: assemblyOnline,
	}
	with := func(id, body, article, text string, quorum Condition, by ...Unit) Rule {
		r := base
		r.ID, r.Body, r.Article, r.Text, r.Quorum, r.Units = id, body, article, text, all(quorum), by
		return r
	}
	assemblyText := "召开村民会议，应当有本村十八周岁以上村民的过半数，或者本村三分之二以上的户的代表参加，村民会议所作决定应当经到会人员的过半数通过。"
	byResidents := with("villagers-assembly", "villagers-assembly", assembly, assemblyText, moreThanHalf(Heads, OfRoll), UnitResident)
	byHouseholds := with("villagers-assembly-households", "villagers-assembly", assembly, assemblyText, twoThirds(Heads), UnitHousehold)
	notice := Sourced{N: 10, Source: villagersLaw + "第四章：召集村民会议，应当提前十天通知村民"}
	byResidents.Notice, byHouseholds.Notice = notice, notice
	return []Rule{
		byResidents, byHouseholds,
		with("village-delegates", "village-delegates", delegates,
			"村民代表会议有三分之二以上的组成人员参加方可召开，所作决定应当经到会人员的过半数同意。", twoThirds(Heads), UnitDelegate),
		with("village-group", "village-group", group,
			"召开村民小组会议，应当有本村民小组十八周岁以上的村民三分之二以上，或者本村民小组三分之二以上的户的代表参加，所作决定应当经到会人员的过半数同意。",
			twoThirds(Heads), UnitResident, UnitHousehold),
	}
}
