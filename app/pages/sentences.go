package pages

import (
	"fmt"
	"maps"

	"yishiting/app/api"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
)

// A sentence says a reason to people: what is the matter, and what to do next.
type sentence struct{ says, next string }

// sentences has one for every reason that may be told (a test holds it against
// api's table).
var sentences = map[residents.Reason]sentence{
	residents.ErrSignedOut:  {"您还没有登录", "请先登录；第一次来的，用居委会发到您家的邀请信加入"},
	residents.ErrNotAllowed: {"您现在的身份不能做这件事", "如有疑问请联系居委会"},
	residents.ErrOwnMatter:  {"不能处理自己提出的事项", "请由另一位委员处理"},
	residents.ErrNotFound:   {"没有找到这个页面", "可能链接不完整，请从本月首页进入"},
	residents.ErrReused:     {"这份表单已经用来做过另一件事", "请重新打开页面再填"},
	residents.ErrUnknown:    {"表单里有不认识的内容", "请重新打开页面再填"},
	residents.ErrEmpty:      {"这一项需要填写", ""},
	residents.ErrTooLong:    {"写得太长了", "请缩短一些"},
	residents.ErrTooMany:    {"太多了", "请减少几项"},
	residents.ErrText:       {"有无法识别的字符", "请删去后重新输入"},
	residents.ErrNumber:     {"请填范围内的整数", ""},
	residents.ErrDate:       {"日期或时间不对", ""},
	residents.ErrChoice:     {"请在给出的选项里选一项", ""},
	residents.ErrPersonal:   {"内容里像是有电话或身份证号，这里会公开", "请删去号码再提交"},
	residents.ErrOverlap:    {"和前面的一栋楼叠在一起了", "请改它的位置或大小"},
	residents.ErrSiteTwice:  {"这栋楼前面已经有了", "请只留一行"},

	residents.ErrNotConfirmed: {"居委会还没有确认您住在这里", "确认以前可以看，不计入人数；着急可以打电话给居委会"},
	residents.ErrMinor:        {"这件事要年满十八周岁", "可以请家里的大人来办"},
	residents.ErrPasskey:      {"工作台要用通行密钥登录", "请用通行密钥再登录一次；还没有的，先在「登录与设备」里添加"},
	residents.ErrSecondPerson: {"这一步要由另一位来办", "请转给没有办过上一步的同事"},
	residents.ErrNotYours:     {"这不是您名下的事", "请由本人、本户或本楼的人来办"},
	residents.ErrHoldsOffice:  {"对方有任职，不能由居委会代办", "请系统管理员办理"},
	residents.ErrTogether:     {"这两种身份不能由同一个人兼任", "请先结束其中一种"},
	residents.ErrByHelper:     {"这件事不能代办", "请本人自己来办"},
	residents.ErrSignInAgain:  {"离上一次登录太久了，要再确认一次是您本人", "请重新登录后再办"},

	residents.ErrNoHomes:       {"这里没有要写信或作废的人家", "请换一栋楼，或换一种范围"},
	residents.ErrLetter:        {"没有这个号码的邀请信，或者号码抄错了", "请对着信再看一遍；还不行，打电话给居委会"},
	residents.ErrLetterOver:    {"这封邀请信过了有效期", "请向居委会要一封新的"},
	residents.ErrLetterEnded:   {"这封邀请信已经作废", "请用最新的一封，或向居委会要一封新的"},
	residents.ErrLetterFull:    {"这封邀请信的名额已经用完", "请向居委会要一封新的"},
	residents.ErrUnderFourteen: {"可能未满十四周岁，要由家长来加", "请家长加入后在「我的家」里添加孩子"},
	residents.ErrGrownUp:       {"这一年出生的已经成年", "请改选「年满十八周岁」"},
	residents.ErrRepresented:   {"这一户已经有户代表", "换人请先和家里商量，再找居委会"},
	residents.ErrSameName:      {"这一户已经有同名的人加入", "如果就是您，请直接登录；不是的，请找居委会"},
	residents.ErrAtHome:        {"您已经登记在这一户", "不用再加入一次"},
	residents.ErrConsent:       {"需要您同意才能登记", "请看过上面的说明再勾选"},

	residents.ErrHelpOver:      {"代办已经结束，这一步没有办", "还要代办的，请在「我的 › 代办」重新开始"},
	residents.ErrHelps:         {"这位已经可以替您办", "不用再请一次"},
	residents.ErrOtherVoice:    {"这一页打开以后换了替谁办，这一步没有办", "请看清现在替谁办，再按一次"},
	residents.ErrHeadOnly:      {"楼门长只替本楼的居民代办，而且要在任", "请本楼的楼门长或家人来办"},
	residents.ErrTooYoung:      {"这件事要年满十四周岁", "孩子的建议可以由监护人提成议题"},
	residents.ErrGuardian:      {"未满十八周岁，还没有监护人同意", "请一位同住的成年人在「我的家」里同意"},
	residents.ErrGuarded:       {"已经有家人同意做监护人", "一位就够了"},
	residents.ErrOwnLetter:     {"满十四周岁的孩子自己加入", "请他用邀请信加入，再由您在「我的家」里同意"},
	residents.ErrNotGrown:      {"按出生年份还不到十八周岁", "到了那一年再来办"},
	residents.ErrNoHome:        {"户册里没有这一户", "请核对单元和房号，或先把它登进户册"},
	residents.ErrNobody:        {"本社区没有这个姓名的人，或者有同名的", "请先登记他，或从上面选"},
	residents.ErrOnlyHome:      {"这是您在本社区唯一的家", "要离开本社区，请在「我的 › 个人信息」里办理"},
	residents.ErrPasskeyWrong:  {"这个通行密钥没有通过核对", "请再按一次；还不行，就用别的方式登录"},
	residents.ErrPasskeyLate:   {"这一次等得太久，或者已经用过", "请再按一次"},
	residents.ErrPasskeyCopied: {"这个通行密钥可能被人复制过，已经停用", "请用别的方式登录；有任职的，请系统管理员签发新的登录链接"},
	residents.ErrPasskeyTwice:  {"这个通行密钥已经添加过", "直接用它登录就可以"},
	residents.ErrNoPasskeys:    {"这个浏览器或这个网址用不了通行密钥", "请换手机自带的浏览器打开，或者用别的方式登录"},
	residents.ErrLastPasskey:   {"任职的人至少要留一个通行密钥", "请先添加新的，再移除这一个"},
	residents.ErrLinkNeeded:    {"有任职的人，第一个通行密钥要用登录链接进来添加", "请系统管理员签发一个登录链接，用它登录后再添加"},

	residents.ErrSlug:  {"网址只能用 2 到 40 个小写字母、数字和短横线，且不能与本站已有的重复", ""},
	residents.ErrTaken: {"这个网址已经有别的社区在用", "请换一个"},
	residents.ErrRole:  {"这一级没有这种身份", "请另选一种"},
	residents.ErrHeld:  {"这个身份现在已经有人担任，或者已经给过这个人", "请先结束原来的任期"},
	residents.ErrScope: {"没有这栋楼，或这个人不住在这一户", "请在给出的选项里选一项"},
	residents.ErrKin:   {"居委会成员和他们的近亲属不能担任监督委员会成员", "确认不是近亲属的，请勾选后再给予"},
	residents.ErrHome:  {"这种身份只给登记在这里（本社区、本街道）的人：一个人在两处有职务，系统认不出是同一个人，经办和复核就分不开", "请先在这里登记这个人"},

	residents.ErrLastOffice: {"现在只有您一个人担任这个职务，您离开后没有人能接着办", "请系统管理员先登记接任的人，再来离开"},
	residents.ErrUnsure:     {"要勾选这一项才能继续", ""},

	residents.ErrRoom:    {"房号里要有数字或字母", "例如 502；请看是不是填错了列"},
	residents.ErrArea:    {"面积不对", "请填平方米数，最多两位小数，例如 89.5"},
	residents.ErrListed:  {"户册里已经有这个地址", "请先在户册里查找这一户"},
	residents.ErrLivedIn: {"这一户有人已经加入，不能从户册里去掉", "请先在「居民名单」里办理迁出"},

	residents.ErrMail:       {"这不是一个邮箱地址", "请填像 name@example.cn 这样的地址"},
	residents.ErrPhone:      {"这不是一个手机号", "请填 11 位的手机号"},
	residents.ErrPhoneTaken: {"这个号码已经由本社区另一位居民使用", "一个号码只能登录一个人；请换一个号码，或用别的方式登录"},
	residents.ErrWrongCode:  {"码不对，或者已经用过、过了期", "请核对后再输一次，或重新要一个"},
	residents.ErrSpentCode:  {"这个码已经试了 5 次，不能再用", "请重新要一个"},

	residents.ErrAddress:        {"地址拆不开", "请写成 3号楼2单元502 或 3-2-502，或者把楼号、单元、房号分成三列"},
	residents.ErrRepeated:       {"和前面的一行是同一个地址", "请在文件里留一行"},
	residents.ErrNoColumn:       {"还没有说哪几列是地址", "请选楼号和房号两列，或者选一列完整的地址"},
	residents.ErrFileBig:        {"文件太大", "每个文件不超过 4 MB；请只留需要的列，另存以后再上传"},
	residents.ErrFileLines:      {"文件里超过两万行", "请按楼分成几个文件，一个一个导入"},
	residents.ErrOldSheet:       {"这是旧格式的表格（.xls），或者加了密码", "请在 Excel 或 WPS 里打开，用「另存为」存成 .xlsx，不加密码，再上传"},
	residents.ErrNoTable:        {"这不是表格", "请上传 .xlsx 或 .csv 文件"},
	residents.ErrFileBroken:     {"文件打不开，可能不完整或加了密码", "请在 Excel 或 WPS 里打开，另存一份再上传"},
	residents.ErrNoHeader:       {"没有找到写着列名的一行", "请在表格最上面写上列名，例如：楼号、单元、房号、人数"},
	residents.ErrNotKept:        {"这一列刚才没有读进来", "请再选一次文件，别的列才能读"},
	residents.ErrRepeatedColumn: {"这一列已经读作别的", "请另选一列，或选“没有”"},
	residents.ErrDraftOver:      {"这份名单已经过了一天，不再保留", "请重新上传"},
	residents.ErrReplan:         {"您看的时候户册变过了", "请再看一遍下面的变化，再确认"},
	residents.ErrProblems:       {"名单里还有读不了的行，现在不能去掉别的户", "请先在文件里改好，或者不勾选这一项"},
	residents.ErrNoChange:       {"这份名单没有要改的", "不需要导入"},
	residents.ErrZone:           {"没有这个时区", "请从列表里选一个，或者填 IANA 名称，例如 Asia/Shanghai"},

	consultation.ErrClosed:       {"这一步已经结束，或者还没有开始", "请看页面上现在进行到哪一步"},
	consultation.ErrAlready:      {"您已经办过这件事，一次就够了", ""},
	consultation.ErrFull:         {"已经满了", "可以先排候补"},
	consultation.ErrAppealed:     {"申诉只有一次，已经用过", "可以在下月重新提出"},
	consultation.ErrSameScreener: {"申诉要由另一位委员审核", "请转给没有审过这件事的委员"},
	consultation.ErrMergeTarget:  {"不能并入那个议题", "请选一个已列入协商的议题"},
	consultation.ErrNoticeShort:  {"离开会太近，不够公告的天数", "请选更晚的日子"},
	consultation.ErrNoAgenda:     {"议程至少要有一个已列入协商的议题", "请先勾选议题"},
	consultation.ErrRecused:      {"主持人和记录人不能是议题的提出人", "请另选一位"},
	consultation.ErrSamePerson:   {"主持和记录不能是同一个人", "请另选一位"},
	consultation.ErrCode:         {"签到码不对", "请看会场里张贴的六位数字"},
	consultation.ErrNotPresent:   {"只有到会的人可以确认纪要", "您的意见可以在公开期内以异议提出"},
	consultation.ErrTooManyHands: {"举手的人比签到的人多", "请核对人数，或先补签到"},
	consultation.ErrChanged:      {"纪要在您看的时候改过了", "请看过现在这一版再确认"},
	consultation.ErrUnconfirmed:  {"纪要还没有确认完", "须主持人、记录人和两位到会居民确认后才能公布"},
	consultation.ErrIncomplete:   {"议程上还有议题没有填结果", "请给每个议题填一个结果"},
	consultation.ErrOutcomeFixed: {"更正只能改文字，不能改结果的类别、承办和期限", "结果要变，请重新协商"},
	consultation.ErrDuePast:      {"纪要里有任务的期限已经过了", "请改期限后重新确认"},
	consultation.ErrNotHolder:    {"这件事现在不在您这一级", "请看交接记录里由谁承办"},
	consultation.ErrLevel:        {"上面没有可以移交的一级", "请直接答复"},
	consultation.ErrMeetingHeld:  {"这个月已经开过协商会", "不需要说明理由"},
	consultation.ErrOneSupporter: {"这是您自己提的议题，不用再附议", ""},
	consultation.ErrOnDuty:       {"您主持或记录的协商会还没有公布纪要", "请先办完，或请同事取消那次会"},
	consultation.ErrQuote:        {"这次投票不能这样引用", "只能引用这个议题的、已经计票的投票；会议表决用在会议的决定里，是否通过以计票为准"},

	polls.ErrNotOpen:              {"现在不是投票时间", "请看页面上的开始和截止时间"},
	polls.ErrOver:                 {"投票已经截止", "截止以后的票不能再收；结果会公布在这个页面"},
	polls.ErrNotOnRoll:            {"您不在这次投票的名册上", "名册以公布那天为准；有疑问请联系居委会"},
	polls.ErrHomeSpeaks:           {"这次一户一票，由户代表来投", "请和家里的户代表说；还没有户代表的，在「我的 · 我家」里推选"},
	polls.ErrVoted:                {"您的票已经投进，这次投票不能改", "凭回执码可以随时核对"},
	polls.ErrReplaced:             {"您改投的次数太多了", "现在计入的是您最后投进的一张"},
	polls.ErrVotedPaper:           {"您的纸质选票已经计入", "一个单位只计一张票，不用再投"},
	polls.ErrOption:               {"选票上没有这个选项", "请重新打开页面再选"},
	polls.ErrTwice:                {"同一个选项出现了两次", "请只留一次"},
	polls.ErrOverChoose:           {"选得太多了", "请少选几项"},
	polls.ErrOverBudget:           {"选的项目加起来超过了总预算", "请去掉一项再提交"},
	polls.ErrEqualRanks:           {"这次要排出先后，不能并列", "请给每一项不同的名次"},
	polls.ErrBlankAndChosen:       {"选了选项，又勾了空白票", "请只留一样"},
	polls.ErrNothing:              {"还没有选", "请选一项；一项也不想选的，选「弃权」或者「投空白票」"},
	polls.ErrHasBallots:           {"已经有人投票，不能再改或收回", "投票会到点自动截止"},
	polls.ErrRule:                 {"这条规则和投票范围、方式或公开方式不合", "请按页面说明换一种"},
	polls.ErrElsewhere:            {"法律要求这类表决不在本平台进行", "请按规则里写明的办法办理"},
	polls.ErrComposition:          {"居民代表不足全体成员的五分之四，代表会议不合规定", "请先补选居民代表（城市居民委员会组织法 第二十八条）"},
	polls.ErrEmptyRoll:            {"按这个范围，没有人可以投票", "请重新选范围"},
	polls.ErrNoArea:               {"有房屋没有登记面积，不能按面积计算", "请先在户册里补上面积"},
	polls.ErrUnstudied:            {"重要事项要先经社区党组织研究", "请社区党组织书记登记研究日期（城市居民委员会组织法 第三十条）"},
	polls.ErrNoticeDays:           {"公布到投票之间的天数不够", "请推迟开始时间"},
	polls.ErrStage:                {"这一步现在不能办", "请重新打开页面看看办到了哪一步"},
	polls.ErrSerial:               {"没有这个票号", "请对照纸质票上的票号再输一次"},
	polls.ErrVoid:                 {"这张纸质票已经作废，后来又印过一张", "请用后印的那一张"},
	polls.ErrEntered:              {"这张票您已经录入过", "第二遍要由另一位来录"},
	polls.ErrMoney:                {"金额不对", "请填元数，最多两位小数，例如 4200 或 4200.50"},
	polls.ErrNonePrint:            {"这里没有要印的：都投过了，或者纸质票已经收回", "请换一栋楼，或换一种范围"},
	polls.ErrChanged:              {"您看的时候草稿改过了", "请再看一遍现在的内容，再公布"},
	polls.ErrUnsettled:            {"还有纸质票没有录满两遍，或者两遍不一致", "请先录完、核对完"},
	polls.ErrMethod:               {"没有这种计票方法，或者它不适用于这些选票", "请换一种方法"},
	polls.ErrElection:             {"选项或选票里有矛盾，没有计票", "请核对选项、费用和选票"},
	consultation.ErrDisclosureEnd: {"公开期已过，不能再提异议", "可以把它作为新议题提出"},

	api.ErrDeadLink:  {"这个登录链接已经用过或过了期", "请向居委会要一个新的"},
	api.Internal:     {"系统出了差错，您刚才的操作没有完成", "请稍后再试；若仍不行，把下面的编号告诉居委会"},
	api.ErrCrossSite: {"这个请求来自别的网站，没有执行", "请在本站页面上操作"},
	api.ErrMethod:    {"这里不能这样操作", "请从本月首页进入"},
	api.ErrType:      {"送来的格式这里读不了", "请以 application/json 发送"},
	api.ErrTooLarge:  {"提交的内容太大", "请减少照片或缩短文字"},
	api.ErrDown:      {"系统暂时连不上数据库，什么也没有丢", "请过一会儿再试"},
	api.ErrBigPhoto:  {"照片太大", "每张不超过 12 MB、4000 万像素，请换一张或先缩小"},
	api.ErrFormat:    {"这不是 JPEG 或 PNG 照片", "请换成这两种格式"},
	api.ErrBroken:    {"照片打不开，文件可能不完整", "请换一张"},
	api.ErrPhotos:    {"照片张数太多", "请只选最要紧的几张"},
	api.ErrTwice:     {"同一项填了两次", "请重新打开页面再填"},
	api.ErrCommand:   {"表单不完整", "请重新打开页面再填"},
	api.ErrBusy:      {"现在用的人太多，刚才没有办成", "请过一分钟再试，原来的码还能用"},
	api.ErrOften:     {"试的次数太多", "请过 10 分钟再试，也可以请居委会帮忙"},
}

// done has the sentence for each act, said once on the next page.
var done = map[string]string{
	"signed-in":  "已登录",
	"signed-out": "已退出，这部手机上保存的页面也已清除",
	"raised":     "议题已提交，居委会将在 5 个工作日内审核",
}

// acts gives acts their sentences: the file of the page that follows them calls it from init.
func acts(more map[string]string) { maps.Copy(done, more) }

// Says is the reason in words; Next is what to do about it, or "".
func Says(r residents.Reason) string { return sentences[r].says }

// Next is what to do about a reason, or "".
func Next(r residents.Reason) string { return sentences[r].next }

// SaysDone is the sentence for an act just done, "" for a code that is not known.
func SaysDone(code string) string { return done[code] }

// About says of whom a refusal speaks: （张*）. It is "" for nobody.
func About(masked string) string {
	if masked == "" {
		return ""
	}
	return "（现在是 " + masked + "）"
}

// AtLine says in which line something is wrong: 第 3 行：. It is "" for the field as a whole.
func AtLine(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("第 %d 行：", n)
}

// Beside is the sentence that stands beside a refused field. The limit is the
// one passed, or 0.
func Beside(r residents.Reason, limit int) string {
	switch {
	case r == residents.ErrTooLong && limit > 0:
		return fmt.Sprintf("最多 %d 字，请缩短一些", limit)
	case r == residents.ErrTooMany && limit > 0:
		return fmt.Sprintf("最多 %d 项，请减少几项", limit)
	case r == residents.ErrNumber && limit > 0:
		return fmt.Sprintf("请填整数，最大 %d", limit)
	case r == consultation.ErrTooManyHands && limit > 0:
		return fmt.Sprintf("举手的人比签到的 %d 人多，请核对，或先补签到", limit)
	case r == api.ErrOften && limit > 0:
		return "试的次数太多，" + Again(limit)
	case r == api.ErrPhotos && limit > 0:
		return fmt.Sprintf("最多 %d 张照片", limit)
	}
	s := sentences[r]
	if s.next == "" {
		return s.says
	}
	return s.says + "，" + s.next
}

// Again says when something that was tried too often may be tried again.
func Again(minutes int) string {
	if minutes < 120 {
		return fmt.Sprintf("请过 %d 分钟再试", minutes)
	}
	return fmt.Sprintf("请过 %d 小时再试", (minutes+59)/60)
}
