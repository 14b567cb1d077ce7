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
