footer = 由 { $organization } 提供登录服务

language_menu = 语言：

continue_to = 继续前往 <strong>{ $app }</strong>

privacy_of = { $app } 的隐私权政策
terms_of = { $app } 的服务条款

date_and_time = { $year }年{ $month }月{ $day }日 { $time } UTC

moment = { $when }（{ $relative }）
ago_now = 刚刚
ago_minutes = { $count ->
   *[other] { $count } 分钟前
}
ago_hours = { $count ->
   *[other] { $count } 小时前
}
ago_days = { $count ->
   *[other] { $count } 天前
}

insecure_http = 与此服务器的连接未加密：网络中的其他人可以看到您的密码。此服务器仅供测试使用。
