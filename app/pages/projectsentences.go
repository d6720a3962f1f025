package pages

import (
	"maps"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// projectSentences say why a step of a project waits, which law or policy asks for it,
// and what to do next.
var projectSentences = map[residents.Reason]sentence{
	project.ErrStage:     {"项目现在的阶段不能办这一步", "请重新打开页面，看看办到了哪一步"},
	project.ErrChanged:   {"您填写的时候，别人改过这个项目", "下面是改过以后的样子；请核对后再填一次"},
	project.ErrUnheard:   {"还没有听取有关居民的意见：2019 年街道工作意见第十二项要求实施前须听取群众意见", "请先做民意征集，各楼达到公布时定的比例；不够的可以延期、上门问"},
	project.ErrUnlisted:  {"还没有写全的方案", "请写清做什么、要多少钱、谁出、影响谁、以后谁维护"},
	project.ErrUntalked:  {"还没有经过社区协商：2019 年街道工作意见第十二项要求民意征集与社区协商结合、程序前置", "请把项目连到议题，开协商会并公布结果"},
	project.ErrUnstudied: {"重要事项要先由社区党组织研究（城市居民委员会组织法第三十条）", "请党组织书记在工作台登记研究的日期和意见"},
	project.ErrUndecided: {"有权决定的一方还没有决定（城市居民委员会组织法第三十条、第三十二条）", "请办投票，计票后在这里登记"},
	project.ErrDecided:   {"已经作出决定，方案和内容不再改（城市居民委员会组织法第三十条、第三十二条）", "要改的，请先写明理由收回决定，再决定一次"},
	project.ErrPollOlder: {"投票公布以后方案又改过，这次投票定不了改过的方案（城市居民委员会组织法第三十二条）", "请按现在的方案再投一次"},
	project.ErrUnagreed:  {"同意情况还没有办完：部分同意的要一户一户听、答复，再问一次（西城区民生工作民意立项指导手册）", "请给每一份不同意写明改了什么，再登记第二轮的意见"},
	project.ErrUncleared: {"用街道资金、用地要上一级批准（北京市街道办事处条例第十七条）", "请在工作台请示，等答复"},
	project.ErrUnnoticed: {"立项公示还没有满期", "公示满期、异议都答复以后才能批准"},
	project.ErrPutUp:     {"立项正在公示，公示的内容这时不改", "有不同意见的，可以在公示期内提异议；要改方案的，先收回决定"},
	project.ErrObjected:  {"还有异议没有答复", "请先逐条答复；答复以前公示的事不能生效"},
	project.ErrUnplanned: {"实施计划还不全", "请写好节点、预算、施工单位、验收项目，并至少有一位居民监督员"},
	project.ErrUnsigned:  {"还没有三位居民验收签字", "请有关楼的居民到现场看过以后，在项目页上签"},
	project.ErrUndone:    {"还有节点没有完成，或者有问题没有整改", "请先办完，再请居民验收"},
	project.ErrFrozen:    {"有一项变更正在公示", "公示满期、异议答复以后自动生效，再办这一步"},
	project.ErrPoll:      {"这次投票定不了这个项目", "请用这个议题的、已经计票的投票，选项和方案的名称要一致；业主共有的事，要登记市里系统的正式表决结果"},
	project.ErrNoQuorum:  {"这次投票没有达到法定的人数或者票数，不能作为立项的依据", "可以修改方案后再投一次，或者延长时间上门征集；投不成的，写明理由不立项"},
	project.ErrPayers:    {"各方出的钱加起来和总费用不一样", "请核对，差一分也不行"},
	project.ErrOverPlan:  {"这一行的预算不够：签约的钱不能超过计划的钱", "先变更计划、加这一行的预算；费用超过公示的比例会自动重新公示"},
	project.ErrOverBound: {"支付的钱不能超过已经签约的钱", "先把合同或者订单记成已签约，再记支付"},
	project.ErrTakenBack: {"这一笔不能冲回：已经冲回过，或者还有支付记在它上面", "先冲回支付，再冲回签约；冲回了的要再记，就记一笔新的"},
	project.ErrConcern:   {"这个项目只由有关楼的居民来办这一步", "请看项目页上写的有关的楼；您住的楼有变化，请到「我的」里改"},
	project.ErrNotLate:   {"这个节点没有逾期，不能督办", "逾期以后、完成以前才能督办"},
	project.ErrFile:      {"这不是 PDF，也不是 JPEG 照片", "请另存为 PDF，或者拍成照片再传"},
	project.ErrFileSize:  {"文件太大，最多 8 MB", "可以扫描成黑白、分辨率低一些再传，或者用手机拍成照片；还不行的，只写编号，原件留在办公室备查"},
	project.ErrHomeSaid:  {"这一户已经说过一份", "一户只算一份；要补充的，写进答复里"},
	project.ErrRated:     {"这一轮评价已经结束，或者还没有开始", "评价在完工时和以后的回访日期开放"},
}

func init() { maps.Copy(sentences, projectSentences) }
