sign_in_page = 登录 · { $organization }
sign_in_title = 登录
sign_in_again_title = 重新登录
sign_in_another_title = 使用其他账号
sign_in_step_up_title = 还差一步
sign_in_step_up = { $app } 需要比您所用方式更安全的登录方式。如果您返回，仍会保持登录状态。
sign_in_step_up_unknown_app = 此页面需要比您所用方式更安全的登录方式。如果您返回，仍会保持登录状态。
sign_in_known = 您当前以 { $user } 的身份登录。
sign_in_identifier = 邮箱或用户名
sign_in_password = 密码
sign_in_remember = 保持登录状态
sign_in_submit = 登录
sign_in_next = 继续
sign_in_or = 或
sign_in_no_method = 此应用还没有可用的登录方式。管理员可以进行设置。

sign_in_continue_with = 使用 { $provider } 继续
sign_in_with = 使用 { $provider } 登录

sign_in_wrong = 邮箱和密码不匹配。请检查后重试。
sign_in_incomplete = 请输入您的邮箱或用户名以及密码。
sign_in_no_provider_for_address = 我们找不到该邮箱地址的登录方式。请从下方选择一种。
sign_in_directory_unreachable = 我们无法连接您组织的目录。请稍等片刻后重试。
sign_in_paused = 失败的尝试次数过多。请稍等片刻后重试。
sign_in_proof_needed = 目前有许多人在猜测密码，因此您的浏览器需要先进行一次简短的计算。请重新输入密码。
sign_in_proving = 您的浏览器正在进行一次简短的计算，需要几秒钟。
sign_in_proof_needs_script = 目前有许多人在猜测密码，因此您的浏览器需要进行一次简短的计算。请启用 JavaScript，或在十分钟后重试。
sign_in_busy = 目前登录的人非常多。请等待几秒钟后重试。
sign_in_form_too_old = 此页面打开的时间过长，或 Cookie 被阻止。请重新输入密码。如果问题持续出现，请允许此网站使用 Cookie。
sign_in_fresh = 如需更改登录方式，请先重新登录。

select_account_page = 选择账号 · { $organization }
select_account_title = 选择账号
select_account_in_use = 使用中
select_account_other = 使用其他账号
