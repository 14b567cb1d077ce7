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
account_nav_activity = 活动
account_nav_data = 您的数据

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
profile_picture = 头像
profile_picture_yours = 您的头像
profile_picture_choose = 选择文件
profile_picture_hint = PNG、JPEG、WebP 或 GIF，最大 5 MB。您登录的应用可能会显示它。
profile_picture_save = 保存头像
profile_picture_remove = 移除头像
profile_picture_saved = 头像已保存。
profile_picture_removed = 头像已移除。
profile_picture_none = 请先选择文件。
profile_picture_too_large = 文件超过 5 MB。请选择较小的文件。
profile_picture_no_picture = 这不是 PNG、JPEG、WebP 或 GIF。请选择其他文件。
profile_picture_damaged = 图片已损坏。请用图片软件重新保存，然后再选择一次。
profile_picture_too_many_pixels = 图片太大。请将每边缩小到 10,000 像素以下。
profile_picture_more_than_a_picture = 文件中除图片外还有其他内容。请重新保存为 JPEG 或 PNG，然后选择该文件。
profile_username_hint = 您可以用它登录。不能包含空格和 @。
profile_username_wrong = 用户名最多 64 个字符，不能包含空格和 @。
profile_username_taken = 该用户名已被他人使用。请选择其他用户名。
profile_username_reserved = 该用户名已被保留，或与保留的用户名相似。请选择其他用户名。
profile_username_disguised = 该用户名混用了不同的文字，或看起来像拉丁字母的名称。请选择其他用户名。
profile_value_wrong = 某个字段过长，或包含无法显示的字符。每个字段最多 200 个字符。
profile_website_wrong = 请输入以 https:// 开头的网址，或将此字段留空。
profile_time_zone_wrong = 请输入 Europe/Berlin 这样的时区，或将此字段留空。
profile_conflict = 账号在同一时间被更改。请重新查看页面，然后保存。
profile_address_verified = 已确认
profile_new_address = 新邮箱
profile_address_hint = 我们会向该地址发送验证码。我们也会通知您的旧地址，七天内可以从旧地址撤消更改。
profile_address_change = 更改邮箱
profile_address_wrong = 请输入与当前地址不同的邮箱地址，例如 ada@example.com。
profile_address_no_mail = 目前无法在此处更改您的邮箱地址。请联系管理员。
profile_address_of_provider = 此域名的邮箱地址属于 { $provider }。请先关联您的 { $provider } 账号，或输入其他地址。

address_confirm_title = 确认您的新邮箱
address_confirm = { $email } 将成为您账号的地址。其他设备将退出登录。仅当这是您本人的请求时才确认：提出请求的人将继续使用该账号。
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

activity_page = 活动 · { $organization }
activity_title = 最近的活动
activity_hint = 有不是您本人的操作吗？请更改密码并检查您的登录方式：
activity_none = 还没有任何活动。
activity_older = 更早的活动
activity_by_administrator = 由管理员执行
activity_signed_in = 已登录
activity_sign_in_failed = 登录失败
activity_stepped_up = 已确认是您本人
activity_session_ended = 已退出登录
activity_password_changed = 密码已更改
activity_password_reset_requested = 已请求新密码
activity_method_added = 已添加登录方式
activity_method_removed = 已移除登录方式
activity_second_factor_failed = 第二步失败
activity_recovery = 账户恢复
activity_address_changed = 电子邮件已更改
activity_profile_changed = 个人资料已更改
activity_account_made = 账户已创建
activity_account_locked = 账户已锁定或解锁
activity_disowned = 已报告为非本人操作
activity_app_allowed = 已允许应用
activity_app_removed = 已移除应用

data_page = 您的数据 · { $organization }
data_download_hint = 我们存储的有关您的全部信息，以文件形式提供：个人资料、登录方式、设备、应用和最近的活动。不含密码和密钥。
data_download = 下载我的数据
data_delete_title = 删除账户
data_delete_effect = { $days ->
    [0] 您将立即在所有地方退出登录，账户及其全部内容将被永久删除。
   *[other] 您将立即在所有地方退出登录。{ $days } 天后，账户及其全部内容将被永久删除；在此之前，您可以登录并保留账户。
}
data_delete = 删除我的账户
data_deletion_waits_title = 您的账户将被删除
data_deletion_waits = 账户将于 { $time } 删除。若要保留，请在此之前登录，或使用我们发送的邮件中的链接。
data_deletion_on = 您的账户及其全部内容将于以下时间删除：
data_deletion_until = 您的账户及其全部内容将于 { $time } 删除。
data_keep = 保留我的账户
data_keep_title = 保留账户？
data_keep_sign_in = 登录
data_kept_title = 您的账户已保留
data_kept = 不会删除任何内容。请登录以继续。
attribute_problems = 有些字段需要填写其他值。
attribute_missing = 请填写此字段。
attribute_length = 请使用 { $min } 到 { $max } 个字符。
attribute_min = 请输入不小于 { $min } 的值。
attribute_max = 请输入不大于 { $max } 的值。
attribute_number = 请输入数字。
attribute_date = 请输入日期，例如 1990-05-31。
attribute_email = 请输入电子邮件地址。
attribute_phone = 请输入带国家代码的电话号码，例如 +86 10 1234 5678。
attribute_choice = 请选择其中一个选项。
attribute_form = 此值不符合这里要求的格式。
