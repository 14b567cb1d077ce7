mail_footer = 由 { $organization } 发送，{ $issuer }
mail_link_as_text = 如果按钮无法使用，请在浏览器中打开以下地址：

mail_device = 设备
mail_place = 地点
mail_time = 时间
mail_asked_title = 请求来源

mail_sign_up_subject = 请确认您用于 { $name } 的邮箱地址
mail_sign_up_title = 请确认您的邮箱地址
mail_sign_up_text = 请输入此验证码，完成 { $name } 账号的创建：
mail_sign_up_button = 确认地址
mail_sign_up_valid = 验证码和链接在 24 小时内有效，只能使用一次。
mail_sign_up_not_you = 如果您没有创建账号，请忽略此邮件，也不要使用其中的链接。没有验证码或链接，不会发生任何事情。

mail_account_exists_subject = 您已有 { $name } 账号
mail_account_exists_title = 您已有账号
mail_account_exists_text = 有人尝试使用此邮箱地址创建 { $name } 账号。您已有账号，可以直接登录。
mail_account_exists_button = 登录
mail_account_exists_reset = 如果您不记得密码，请设置新密码：
mail_account_exists_not_you = 如果不是您本人操作，请忽略此邮件。未做任何更改。

mail_verify_subject = 请确认您用于 { $name } 的邮箱地址
mail_verify_title = 请确认您的邮箱地址
mail_verify_text = 请输入此验证码，为您的 { $name } 账号确认此地址：
mail_verify_button = 确认地址
mail_verify_valid = 验证码和链接在 24 小时内有效，只能使用一次。
mail_verify_not_you = 如果您没有提出此请求，请忽略此邮件，也不要使用其中的链接。没有验证码或链接，该地址不会被使用。

mail_reset_subject = 请为 { $name } 设置新密码
mail_reset_title = 请设置新密码
mail_reset_text = 有人请求更换您的 { $name } 账号的密码。
mail_reset_button = 设置新密码
mail_reset_valid = 链接在一小时内有效，只能使用一次。
mail_reset_not_you = 如果不是您本人操作，请忽略此邮件。您的密码保持不变。

mail_code_subject = 您的 { $name } 登录验证码
mail_code_title = 您的登录验证码
mail_code_text = 请输入此验证码登录 { $name }：
mail_code_valid = 验证码在 10 分钟内有效，只能使用一次。
mail_code_or_link = 或者在您提出请求的浏览器中使用此链接。
mail_code_and_link_valid = 代码和链接只能使用一次，10 分钟内有效。
mail_code_warning = 请勿将此验证码告诉任何人。我们不会通过电话、聊天或邮件索要验证码。
mail_code_not_you = 如果您没有尝试登录，请忽略此邮件。没有验证码，任何人都无法登录。
mail_link_subject = 您的 { $name } 登录链接
mail_link_title = 登录 { $name }
mail_link_text = 请在您提出请求的浏览器中使用此链接。
mail_link_button = 登录
mail_link_valid = 链接在 10 分钟内有效，只能使用一次。
mail_link_not_you = 如果您没有尝试登录，请忽略此邮件。没有链接，任何人都无法登录。

mail_invitation_subject = 您受邀加入 { $name }
mail_invitation_title = 您受邀加入 { $name }
mail_invitation_text = 您可以创建 { $name } 账号，或使用已有的账号登录。
mail_invitation_text_by = { $inviter } 邀请您加入 { $name }。您可以创建账号，或使用已有的账号登录。
mail_invitation_apps = 应用
mail_invitation_button = 接受邀请
mail_invitation_valid = 邀请将于 { $time } 到期。
mail_invitation_not_you = 如果您不知道这是怎么回事，请忽略此邮件。未经您操作，不会创建任何账号。

mail_not_me_button = 不是我本人
mail_not_me_explained = 如果不是您本人操作，请告诉我们。您将在所有地方退出登录，并且在您设置新密码之前，原密码将无法使用。
mail_was_me = 如果是您本人操作，则无需执行任何操作。

mail_address_changed_subject = 您在 { $name } 的邮箱地址已更改
mail_address_changed_title = 您的邮箱地址已更改
mail_address_changed_text = 您的 { $name } 账号现在使用 { $address }。今后的邮件将发送到该地址。
mail_address_changed_button = 撤消更改
mail_address_changed_explained = 如果不是您本人操作，请撤消更改。您可以在 7 天内撤消。
mail_address_replaced_text = 您的 { $name } 账号现在使用 { $address }。此更改由管理员或管理您账号的服务进行。
mail_address_replaced_explained = 今后的邮件将发送到该地址，之前发送到此地址的链接不再有效。如果您没有预料到此更改，请联系 { $name } 的运营者。
mail_address_proven_subject = 您的 { $name } 邮箱地址已确认
mail_address_proven_title = 您的邮箱地址已确认
mail_address_proven_text = 您的 { $name } 账号的邮箱地址首次得到确认。在此之前设置的密码、通行密钥和关联账号不能再用于登录，所有设备均已退出登录。请重新设置属于您自己的登录方式。

mail_new_device_subject = 您的 { $name } 账号有新的登录
mail_new_device_title = 您的账号有新的登录
mail_new_device_text = 您的 { $name } 账号在一个我们此前未见过您使用的浏览器中被使用。

mail_password_changed_subject = 您的 { $name } 密码已更改
mail_password_changed_title = 您的密码已更改
mail_password_changed_text = 您的 { $name } 账号的密码已更改，您的其他设备已退出登录。

mail_guessed_subject = 您的 { $name } 账号多次被输入错误密码
mail_guessed_title = 有人多次输入了错误的密码
mail_guessed_text = 您的 { $name } 账号被连续输入了 100 次错误密码。为防止他人继续猜测，现在仅凭密码只能在您以前登录过的浏览器中登录。
mail_guessed_explained = 在其他地方，请设置新密码，或用通行密钥等其他方式登录。设置新密码，或在以前用过的浏览器中用密码登录后，此限制即告结束。

mail_factor_subject = 您的 { $name } 账号的登录方式已更改
mail_factor_text = 您的 { $name } 账号的登录方式已更改。
mail_passkey_added = 您的账号已添加通行密钥
mail_passkey_removed = 您的账号已移除一个通行密钥
mail_security_key_added = 您的账号已添加安全密钥
mail_security_key_removed = 您的账号已移除一个安全密钥
mail_authenticator_added = 您的账号已添加身份验证器应用
mail_authenticator_removed = 您的账号已移除身份验证器应用
mail_recovery_codes_added = 已为您的账号创建新的恢复代码
mail_password_removed = 您的账号密码已被移除
mail_recovery_codes_removed = 您的账号的恢复代码已被移除
mail_connected_added = { $provider } 已与您的账号关联
mail_connected_removed = { $provider } 已与您的账号取消关联
mail_code_given = 管理员为您的账号创建了一次性代码

mail_recovery_subject = 有人请求恢复对您的 { $name } 账号的访问
mail_recovery_title = 有人请求恢复对您的账号的访问
mail_recovery_text = 有人表示丢失了登录您的 { $name } 账号所需的第二步。除非您拒绝，否则从 { $time } 起，此人无需第二步即可登录。
mail_recovery_button = 拒绝
mail_recovery_explained = 如果不是您本人操作，请立即拒绝并更改密码。
mail_recovery_ready_subject = 您可以重新进入您的 { $name } 账号
mail_recovery_ready_title = 您可以重新进入您的账号
mail_recovery_ready_text = 没有人拒绝您的请求。请关闭两步验证，然后登录并重新设置。
mail_recovery_ready_button = 关闭两步验证
mail_recovery_ready_valid = 该链接只能使用一次，有效期至 { $time }。
mail_recovery_ready_not_you = 如果您没有提出过申请，请不要使用该链接，并更改您的密码。

mail_deletion_subject = 您的 { $name } 账号将被删除
mail_deletion_title = 您的账号将被删除
mail_deletion_text = 您的 { $name } 账号及其中的所有内容将于 { $time } 被删除。在此之前，您可以改变主意。
mail_deletion_button = 保留我的账号
mail_deletion_explained = 如果不是您本人操作，请保留账号并更改密码。

mail_deleted_subject = 您在 { $name } 的账户已删除
mail_deleted_title = 您的账户已删除
mail_deleted_text = 您在 { $name } 的账户及其全部内容已于 { $time } 删除。我们不会再与您联系。

mail_test_subject = 来自 { $name } 的测试邮件
mail_test_title = 此邮件已送达
mail_test_text = { $name } 的管理员于 { $time } 发送了此邮件，以检查邮件能否送达。您无需执行任何操作。

dev_mail_page = 邮件 · { $organization }
dev_mail_title = 邮件
dev_mail_explained = 这里没有邮件服务器，因此邮件会显示在此页面。最近的 200 封会保存在此进程的内存中，直到进程停止；使用同一数据库的其他进程有各自的邮件。
dev_mail_none = 还没有邮件。发送邮件后，请重新加载此页面。
dev_mail_to = 收件人：{ $address }
dev_mail_sent = 发送时间：{ $when }
dev_mail_html = 以 HTML 显示

not_me_title = 不是您本人操作？
not_me_happened = 您的账号被使用或更改的时间：{ $when }
not_me_explained = 如果不是您本人操作，我们会让您在所有设备和应用中退出登录，并停用您的密码。然后请设置新密码。
not_me_button = 保护我的账号
not_me_done_title = 您的账号已受到保护
not_me_done = 您已在所有地方退出登录，旧密码已无法使用。请立即设置新密码。
not_me_done_without_password = 您已在所有地方退出登录。您使用其他提供方的账号登录：请同时更改那里的密码。
not_me_factors_wait = 为防止他人仅凭您的邮箱登录，新增的第二步验证暂时保留。我们将于 { $when } 向您发送用于移除它的链接。
not_me_factors_stay = 为防止他人仅凭您的邮箱登录，新增的第二步验证将保留。如果不是您添加的，请联系管理员移除。
not_me_done_apps = 应用可能需要几分钟才能退出登录。重新登录后，请查看账号的登录方式，并移除您不认识的方式。
not_me_choose_password = 设置新密码
not_me_sign_in = 登录
not_me_used_title = 此操作已完成
not_me_used = 此邮件发送后，您的账号已受到保护。如果您此后还没有设置新密码，请立即设置。
not_me_invalid_title = 此链接无法使用
not_me_invalid = 链接已超过 7 天，或地址不完整。如果您认为有人在使用您的账号，请设置新密码。
