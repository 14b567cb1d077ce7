sign_out_page = 退出登录 · { $organization }
sign_out_title_everywhere = 要退出所有应用吗？
sign_out_title_accounts = 要退出登录吗？
sign_out_asked_by = { $app } 请求让您退出登录。
sign_out_signed_in_as = 您当前以 { $user } 的身份登录。
sign_out_effect = 您将退出在此浏览器中使用此账号打开的所有应用。
sign_out_everywhere = 全部退出
sign_out_this = 退出 { $user }
sign_out_all = { $count ->
   *[other] 退出全部 { $count } 个账号
}
sign_out_fault = 此退出链接无法按应用的预期工作：我们无法验证它要将您带往何处。您仍然可以退出登录并留在此处。应用的开发者可以修复此链接。
sign_out_stay = 保持登录状态

signed_out_page = 已退出登录 · { $organization }
signed_out_title = 您已退出登录
signed_out = 如需再次使用应用，请打开应用并登录。
signed_out_account = 该账号已退出所有应用。
signed_out_others = 在此浏览器中仍处于登录状态：{ $users }。
signed_out_sign_in = 重新登录
signed_out_to_app = 前往 { $app }
signed_out_choose = 选择账号

signing_out = 正在让您退出应用。如需再次使用应用，请打开应用并登录。
signing_out_then_back = 正在让您退出应用，随后带您返回。
signing_out_continue = 继续
signing_out_frame = 正在退出应用
