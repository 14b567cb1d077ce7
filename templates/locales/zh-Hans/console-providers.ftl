# 控制台中的身份提供方。

console_nav_providers = 身份提供方
console_providers_hint = 查看人们通过哪些其他系统登录，以及是否正常。
console_providers_none = 还没有身份提供方。请在文件中声明一个，并使用 { $command } 读取。
console_check = 检查项
console_more_than = 超过 { $count }
console_provider_kind = 类型
console_provider_links = 仅关联
console_provider_newcomers = 新来的人
console_provider_sign_up = 获得账户
console_provider_known = 被拒绝
console_provider_linked = 已关联的身份
console_provider_redirect = 需在提供方注册的重定向 URI
console_provider_file = 提供方在文件的 { $table } 中声明。请在那里更改，并使用 { $command } 读取。
console_provider_test = 测试提供方
console_provider_test_effect = 向提供方查询其设置和密钥，并尝试重定向 URI 和客户端机密。不会登录任何人。
console_provider_works = 从这里能检查的一切均正常。
console_provider_fails = 有问题。下面每一行说明需要更改什么。
console_provider_disable = 停用提供方
console_provider_disable_effect = 从现在起，任何人都无法通过它登录。已开始的会话会保留。再次应用声明它的文件时，以文件为准。
console_provider_enable = 启用提供方
console_provider_enable_effect = 可以再次通过它登录。再次应用声明它的文件时，以文件为准。
