link_account_page = 关联 { $provider } · { $organization }
link_account_title = 这是您的账号吗？
link_account = <strong>{ $email }</strong> 已有账号。如果是您的账号，请输入其密码，以后即可使用 { $provider } 登录。
link_account_password = 密码
link_account_submit = 关联 { $provider } 并登录
link_account_other = 使用其他方式
link_account_wrong = 密码错误。请重试。
link_account_missing = 请输入该账号的密码。
link_account_paused = 失败的尝试次数过多。请稍等片刻后重试。

provider_unknown = 此提供方

federation_failed_title = 我们无法让您登录
federation_failed_with_title = 我们无法让您使用 { $provider } 登录

federation_stale = 此次登录已经完成、耗时过长，或是在其他浏览器中开始的。未做任何更改。
federation_stale_remedy = 请返回应用并重新开始。

federation_not_offered = 您无法在此处使用 { $provider } 登录。
federation_not_offered_remedy = 请使用其他方式。可用的方式由管理员决定。

federation_denied = 登录在 { $provider } 处被取消或未获允许。
federation_denied_remedy = 请重试，或使用其他方式。

federation_unreachable = { $provider } 没有响应。
federation_unreachable_remedy = 请等待一分钟后重试，或使用其他方式。

federation_busy = 目前使用 { $provider } 登录的人非常多。
federation_busy_remedy = 请等待一分钟后重试，或使用其他方式。

federation_misconfigured = { $provider } 拒绝了我们的请求。此处的设置可能已过时。
federation_misconfigured_remedy = 请暂时使用其他方式。请将下方的参考编号告知管理员，以便解决此问题。

federation_invalid = 我们无法验证来自 { $provider } 的响应。
federation_invalid_remedy = 请重试，或使用其他方式。如果问题再次出现，请将下方的参考编号告知管理员。

federation_unreadable = 我们无法验证来自 { $provider } 的响应：其中没有说明您是谁。
federation_unreadable_remedy = 请暂时使用其他方式。请将下方的参考编号告知管理员，以便解决此问题。

federation_not_admitted = 您使用的 { $provider } 账号无法在此处使用。
federation_not_admitted_remedy = 请使用您组织的账号，或使用其他方式。

federation_no_account = 您的 { $provider } 账号未与此处的任何账号关联。
federation_known_email = 您的 { $provider } 账号未在此处关联，但可能已有使用相同邮箱地址的账号。
federation_connect_remedy = 如果您在此处有账号，请照常登录，然后在账号页面关联 { $provider }。否则，请向管理员申请账号。

federation_link_only = { $provider } 已与此处的账号关联，但无法用于登录。
federation_link_only_remedy = 请使用其他方式。

federation_disabled = 您的账号已被停用。
federation_disabled_remedy = 管理员可以重新启用您的账号。

federation_linked_title = 此账号已关联
federation_linked = 此 { $provider } 账号已与此处的另一个账号关联。未做任何更改。
federation_linked_remedy = 如果另一个账号也是您的，请先登录该账号并取消关联 { $provider }。

last_method_title = 您无法取消关联唯一的登录方式
last_method = 没有它，您将无法登录此账号。
last_method_remedy = 请先关联其他方式。

use_another_method = 使用其他方式
back_to_account = 返回您的账号
