# Roles that people ask for: the pages of users, the console and the mails.

access_app = 应用
access_role = 角色
access_reason = 理由
access_until = 截止日期
access_no_end = 没有期限

## Pages of users
access_page = 访问权限 · { $organization }
account_nav_access = 访问权限
access_hint = 角色可以让您在应用中做更多事情。提出申请后，由应用的负责人决定。
access_none = 没有可以申请的角色。哪些角色可以申请由您的管理员决定。
access_ask = 申请访问权限
access_ask_title = 申请 { $app } 的 { $role }
access_opens = 没有此角色就无法打开该应用。
access_your_requests = 您的申请
access_state_open = 等待答复
access_state_approved = 已批准
access_state_refused = 未批准
access_state_withdrawn = 已撤回
access_state_expired = 无人及时答复
access_asked = 申请时间
access_withdraw = 撤回申请
access_ends = 如果无人答复，申请将于 { $time } 结束。
access_reason_label = 您为什么需要它？
access_reason_hint = 做决定的人会看到这段文字。最多可写 500 个字符。
access_until_label = 您需要到什么时候？
access_until_hint = 如果需要没有期限，请留空。截止日期当天仍有效（UTC）。
access_until_longest = 最晚的日期是 { $day }。截止日期当天仍有效（UTC）。
access_send = 发送申请
access_sent = 您的申请已发送。答复会显示在此页面上。
access_was_withdrawn = 申请已撤回。
access_problem_reason = 请说明您为什么需要它，最多 500 个字符。
access_problem_until = 请选择将来的日期，且不晚于此角色允许的日期。
access_problem_waits = 您已经申请过此角色，正在等待答复。
access_problem_many = 您最近申请了很多角色。请等待答复，或撤回一项申请。
access_problem_gone = 此角色不能申请，或者您已经拥有它。
access_problem_changed = 该应用在同一时刻被更改。请重试。
no_access_title = 您还不能打开 { $app }
no_access_text = 您以 { $user } 的身份登录。您的账号没有 { $app } 的访问权限，但可以申请。
no_access_waits = 您已申请访问权限，申请正在等待答复。
no_access_back = 返回 { $app }

## The console
console_nav_access_requests = 访问申请
console_access_requests_hint = 批准或拒绝用户申请的角色。
console_access_none = 没有等待答复的申请。在角色的设置中允许后，用户就可以申请。
console_access_none_decided = 尚未做出任何决定。
console_access_decided = 已决定
console_access_gives = 此角色允许的操作
console_access_wished = 希望的截止日期
console_access_given_until = 授予的截止日期
console_access_by = 决定者
console_access_answer = 拒绝的理由
console_access_approve = 批准申请
console_access_approve_effect = 用户立即获得该角色，直到您选择的日期。审计日志会连同您的名字一起记录。
console_access_refuse = 拒绝申请
console_access_refuse_effect = 用户不会获得该角色，并会看到您的理由。
console_access_own = 这是您自己的申请，必须由其他人决定。
console_attention_requests = 等待答复的访问申请：{ $count }
console_field_requestable = 用户可以申请
console_field_longest = 最长时间
console_field_longest_hint = 天数或小时数，例如 30d 或 12h。如果可以授予没有期限的角色，请留空。
console_role_requestable = 用户可以申请此角色。
console_role_requestable_for = 用户可以申请此角色，最长 { $longest }。
console_holder_request = 应申请授予

## Mails
mail_access_requested_subject = 有人在 { $name } 申请访问权限
mail_access_requested_title = 有人申请访问权限
mail_access_requested_text = { $user } 申请一个角色。在有人批准之前，什么都不会改变。
mail_access_requested_button = 查看申请
mail_access_decided_subject = 您在 { $name } 的访问申请
mail_access_approved_title = 您的申请已获批准
mail_access_approved_text = 您已拥有所申请的角色。如果在应用中看不到变化，请重新登录该应用。
mail_access_refused_title = 您的申请未获批准
mail_access_refused_text = 您没有获得所申请的角色。
mail_access_decided_button = 打开您的申请
