package pages

import "yishiting/signups/grants"

// The words of grants, rooms and help.

var roundTags = map[grants.RoundState]struct {
	words string
	tone  string
}{
	grants.Draft: {"草稿", ToneDue}, grants.Call: {"申报和审核", ToneAct}, grants.Pitch: {"路演评审", ToneAct}, grants.Ranked: {"评审结束", ToneDue},
	grants.Notice: {"公示中", ToneDue}, grants.Running: {"执行中", ToneAct}, grants.Done: {"已结项", TonePlain}, grants.Cancelled: {"已取消", TonePlain},
}

// RoundTag is where a round stands, with the tone of its tag.
func RoundTag(s grants.RoundState) (string, string) { return roundTags[s].words, roundTags[s].tone }

var appTags = map[grants.AppState]struct {
	words string
	tone  string
}{
	grants.Applied: {"等待审核", ToneDue}, grants.Refused: {"未通过审核", TonePlain}, grants.Passed: {"通过审核", ToneAct}, grants.Withdrawn: {"已撤回", TonePlain},
	grants.Chosen: {"拟资助", ToneAct}, grants.Reserve: {"未入选", TonePlain}, grants.Struck: {"取消资格", TonePlain}, grants.Funded: {"待签协议", ToneDue},
	grants.Going: {"执行中", ToneAct}, grants.Stopped: {"中期停止", TonePlain}, grants.Finished: {"已结项", TonePlain},
}

// AppTag is where an application stands, with the tone of its tag.
func AppTag(s grants.AppState) (string, string) { return appTags[s].words, appTags[s].tone }

var unfitWords = map[grants.Unfit]string{
	grants.NotFiled: "没有备案或登记，或者已过期", grants.Elsewhere: "不是本街道的组织", grants.OverCap: "申请的钱超过上限", grants.TooLong: "超过最晚的完成日期",
	grants.Commerce: "有营利、推销", grants.Twice: "已有别的资助", grants.Outside: "不在支持的范围", grants.Unclear: "材料看不明白",
}

// UnfitWord is why an application is not eligible.
func UnfitWord(u grants.Unfit) string { return unfitWords[u] }

var paymentWords = map[grants.PaymentKind]string{grants.FirstPayment: "首款", grants.Balance: "余款", grants.Returned: "退回"}

// PaymentWord is which payment it is.
func PaymentWord(k grants.PaymentKind) string { return paymentWords[k] }

var reliefWords = map[grants.Relief]string{
	grants.NoRelief: "", grants.FreeRoom: "不收费", grants.FiledRelief: "备案组织减免", grants.GrantRelief: "创投项目执行期间全免", grants.HouseRelief: "本单位使用",
}

// ReliefWord is why less than the whole fee is paid; "" where the whole is.
func ReliefWord(r grants.Relief) string { return reliefWords[r] }

var bookingTags = map[grants.BookingState]struct {
	words string
	tone  string
}{
	grants.Booked: {"已约好", ToneAct}, grants.Dropped: {"已取消", TonePlain}, grants.CalledOff: {"场地方取消", TonePlain}, grants.Used: {"已使用", TonePlain}, grants.NoShow: {"没有来", TonePlain},
}

// BookingTag is where a booking stands, with the tone of its tag.
func BookingTag(s grants.BookingState) (string, string) {
	return bookingTags[s].words, bookingTags[s].tone
}

var supportWords = map[grants.Topic]string{
	grants.AboutFiling: "备案、登记", grants.AboutMoney: "财务、票据", grants.AboutProject: "项目设计", grants.AboutPeople: "人员、培训", grants.AboutPlace: "场地、资源对接", grants.AboutElse: "其他",
}

// SupportWord is what an organisation asks the incubation centre about.
func SupportWord(t grants.Topic) string { return supportWords[t] }
