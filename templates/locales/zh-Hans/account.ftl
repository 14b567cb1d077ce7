account_page = 您的账号 · { $organization }
account_switch = 切换账号
account_add = 添加账号
account_sign_out = 退出登录
account_email = 邮箱
account_username = 用户名

account_methods_title = 登录方式
account_password = 密码
account_password_detail = 已为此账号设置
account_connected_since = 关联时间：{ $when }
account_disconnect = 取消关联 { $provider }
account_connect = 关联 { $provider }

account_devices_title = 设备
account_this_device = 当前浏览器
account_session_since = 登录时间：{ $when }
account_session_seen = 上次使用：{ $when }
account_session_apps = 打开过的应用：{ $apps }
account_session_end = 退出登录
account_sessions_end_others = 在所有其他设备上退出登录

device_browser_on_system = { $system } 上的 { $browser }
device_unknown = 未知浏览器

place_with_address = { $place }（{ $address }）

receipts_title = 过去 24 小时内的退出登录
receipt_delivered = 已退出：{ $when }
receipt_waiting = 正在退出
receipt_retrying = 尚无法连接；上次尝试：{ $when }
receipt_given_up = { $count ->
   *[other] 无法连接，已尝试 { $count } 次
}
receipt_send_again = 重新发送

account_apps_title = 您的应用
account_apps_none = 您还没有使用过任何应用。您登录过的应用会显示在这里。
account_app_allowed = 可以使用 { $scope }
account_app_allowed_since = 允许时间：{ $when }
account_app_trusted = 由您的组织提供
account_app_open = 打开 { $app }
account_app_remove = 移除访问权限
account_app_sign_out = 退出 { $app }
account_navigation = 您的账号
account_nav_overview = 概览
account_nav_profile = 个人资料
account_nav_security = 安全

profile_page = 个人资料 · { $organization }
profile_save = 保存
profile_saved = 您的个人资料已保存。
profile_address_saved = 您的邮箱地址已更改。其他设备已退出登录。
profile_given_name = 名字
profile_family_name = 姓氏
profile_nickname = 昵称
profile_website = 网站
profile_language = 语言
profile_language_of_browser = 跟随浏览器
profile_time_zone = 时区
profile_username_hint = 您可以用它登录。不能包含空格和 @。
profile_username_wrong = 用户名最多 64 个字符，不能包含空格和 @。
profile_username_taken = 该用户名已被他人使用。请选择其他用户名。
profile_value_wrong = 某个字段过长，或包含无法显示的字符。每个字段最多 200 个字符。
profile_website_wrong = 请输入以 https:// 开头的网址，或将此字段留空。
profile_conflict = 账号在同一时间被更改。请重新查看页面，然后保存。
profile_address_verified = 已确认
profile_new_address = 新邮箱
profile_address_hint = 我们会向该地址发送验证码。我们也会通知您的旧地址，七天内可以从旧地址撤消更改。
profile_address_change = 更改邮箱
profile_address_wrong = 请输入与当前地址不同的邮箱地址，例如 ada@example.com。
profile_address_no_mail = 目前无法在此处更改您的邮箱地址。请联系管理员。

address_confirm_title = 确认您的新邮箱
address_confirm = { $email } 将成为您账号的地址。其他设备将退出登录。
address_confirm_submit = 确认
address_confirmed_title = 您的邮箱已更改
address_confirmed = 从现在起，请使用新地址登录。其他设备已退出登录。
address_undo_title = 要撤消更改吗？
address_undo = { $email } 将重新成为您账号的地址，所有地方都将退出登录。
address_undo_submit = 撤消更改
address_undone_title = 更改已撤消
address_undone = 您的账号已恢复旧地址，所有设备均已退出登录。请立即设置新密码，以免他人掌握您的密码。

password_change_title = 密码
password_present = 当前密码
password_new = 新密码
password_change_submit = 更改密码
password_changed = 您的密码已更改。其他设备已退出登录。
password_none = 您的账号没有密码。您使用其他方式登录。
password_wrong = 这不是您的当前密码。请检查后重试。
