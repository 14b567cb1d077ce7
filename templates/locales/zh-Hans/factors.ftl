second_factor_page = 两步验证 · { $organization }
second_factor_title = 两步验证
second_factor_intro = 请输入 { $user } 的身份验证器应用中的 6 位验证码。
second_factor_recovery_intro = 请输入您为 { $user } 保存的一个恢复代码。每个代码只能使用一次。
second_factor_key_intro = 请使用您的通行密钥或安全密钥，以 { $user } 的身份继续。
second_factor_use_key = 使用通行密钥或安全密钥
second_factor_wrong_key = 该通行密钥或安全密钥未被接受。请重试。
second_factor_account = 账号：{ $user }
second_factor_code = 验证码
second_factor_recovery_code = 恢复代码
second_factor_trust =
    { $days ->
       *[other] { $days } 天内不再在此浏览器中询问
    }
second_factor_submit = 继续
second_factor_use = 使用第二步验证
second_factor_use_recovery = 使用恢复代码
second_factor_use_app = 使用其他第二步验证方式
second_factor_other_way = 使用其他方式登录
second_factor_missing = 请输入验证码。
second_factor_wrong = 验证码不正确。请等待应用中出现新的验证码，然后重试。
second_factor_wrong_recovery_code = 恢复代码不正确，或已被使用。请尝试其他代码。
second_factor_over = 登录耗时过长，或您的账号已发生更改。请重新登录。

set_up_page = 设置两步验证 · { $organization }
set_up_title = 设置两步验证
set_up_needed = { $organization } 要求您登录时完成第二步验证。请在手机上设置身份验证器应用，例如 Google Authenticator、Microsoft Authenticator 或 Aegis。
set_up_for_app = { $app } 要求您登录时完成第二步验证。请在手机上设置身份验证器应用，例如 Google Authenticator、Microsoft Authenticator 或 Aegis。
set_up_scan = 请使用身份验证器应用扫描此二维码。
set_up_qr_label = 包含身份验证器应用密钥的二维码
set_up_open_app = 在此设备上打开身份验证器应用
set_up_type_key = 无法扫描？请改为输入此密钥
set_up_code = 请输入应用显示的 6 位验证码
set_up_submit = 开启
set_up_later = 以后再说
set_up_cancel = 取消
set_up_wrong_code = 验证码不正确。请检查手机时间是否设为自动，然后输入应用当前显示的验证码。
set_up_too_late = 耗时过长。请扫描新的二维码。

recovery_codes_page = 恢复代码 · { $organization }
recovery_codes_title = 请保存您的恢复代码
recovery_codes_intro = 如果您丢失手机，每个代码可让您登录一次。请打印这些代码，或将其保存在密码管理器中。
recovery_codes_once = 我们无法再次显示这些代码。
recovery_codes_print = 打印代码
recovery_codes_continue = 继续
recovery_codes_kept_title = 两步验证已开启
recovery_codes_kept = 您的恢复代码仍然有效。

security_page = 安全 · { $organization }
security_title = 安全
security_factors_title = 两步验证
security_factors_intro = { $user }，当您使用密码登录时，第二步验证可以阻止知道密码的其他人。
security_on = 已开启
security_app = 身份验证器应用
security_app_on = 您登录时，我们会要求输入其验证码。
security_app_off = 通过手机上的应用获取验证码。
security_app_set_up = 设置
security_app_remove = 移除
security_recovery = 恢复代码
security_recovery_left =
    { $left ->
        [0] 您的 { $codes } 个代码已全部用完。请获取新代码。
       *[other] { $codes } 个代码中还剩 { $left } 个。
    }
security_recovery_renew = 获取新代码
security_trusted_title = 受信任的浏览器
security_trusted_intro = 在这些浏览器中，我们不要求第二步验证。
security_trusted_since = 信任开始时间：{ $when }
security_trusted_until = 到期时间：{ $when }
security_trusted_remove = 移除

passkey_sign_in = 使用通行密钥登录
passkey_not_used = 未使用您的通行密钥。请重试，或使用其他方式登录。
passkey_wrong = 我们无法使用该通行密钥让您登录。请重试，或使用其他方式登录。
passkey_page = 创建通行密钥 · { $organization }
passkey_title = 创建通行密钥
passkey_intro = 使用指纹、面容或屏幕锁定代替密码登录。没有人能够窃取或猜到通行密钥。
passkey_create = 创建通行密钥
passkey_not_made = 未创建通行密钥。请重试。
passkey_needs_script = 通行密钥需要 JavaScript。请启用 JavaScript，或使用身份验证器应用。
security_key_page = 添加安全密钥 · { $organization }
security_key_title = 添加安全密钥
security_key_intro = 请连接您的安全密钥，或将其贴近手机。我们会在输入密码后要求使用它。
security_key_create = 添加安全密钥
security_key_new = 添加安全密钥
security_key_tag = 仅用于第二步
security_passkeys_title = 通行密钥
security_passkeys_intro = 使用指纹、面容或屏幕锁定登录。
security_passkey_new = 创建通行密钥
security_passkey_unnamed = 通行密钥
security_passkey_synced = 在您的设备间同步
security_passkey_on_one_device = 仅在一台设备上
security_passkey_since = 创建时间：{ $when }
security_passkey_used = 上次使用：{ $when }
security_passkey_rename = 重命名
security_passkey_label = 名称
security_passkey_save = 保存
security_passkey_remove = 移除
security_passkey_remove_named = 移除 { $name }
passkey_offer_page = 下次更快登录 · { $organization }
passkey_offer_title = 下次更快登录
security_password = 密码
security_password_on = 您可以使用密码登录。
security_password_off = 您没有密码。
security_password_change = 更改密码
security_password_set = 设置密码
