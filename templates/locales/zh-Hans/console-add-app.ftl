# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = 以下应用和库的设置已预先准备好：选择一个，输入其地址，即可看到需要写入其配置的内容。
console_choose_other = 其他应用
console_choose_other_hint = 由您自己输入设置的网页应用、单页应用、原生应用或服务。
console_choose_other_link = 添加其他应用
console_family_libraries = 库和框架
console_family_monitoring = 监控和仪表板
console_family_git = Git 平台和构建
console_family_wikis = Wiki 和笔记
console_family_storage = 存储和媒体
console_family_chat = 聊天
console_family_platform = Kubernetes、Vault 和平台
console_family_proxies = 代理
console_preset_effect = 使用所需的设置添加应用。下一页仅显示这一次需要写入应用的内容及其机密。
console_preset_url = 应用的地址
console_preset_url_hint = 即打开应用时使用的地址，例如 https://app.example.com 或 http://localhost:3000。
console_preset_url_wrong = 请输入不带查询参数的网址，例如 https://app.example.com
console_preset_value = 应用设置中的名称
console_preset_value_wrong = 请使用字母、数字、连字符、点和下划线。
console_preset_client_id_hint = 之后不会改变。同类的第二个应用请选择另一个标识符。
# $app is the name of the app that was added.
console_written_title = 设置 { $app }
console_written_lead = 请立即将以下内容写入应用的配置：机密仅显示这一次。如果丢失，请创建新的机密。
console_written_lead_public = 请将以下内容写入应用的配置。它没有机密。
console_written_documentation = 应用的文档
console_written_values = 逐项显示各个值
console_written_done = 我已复制
console_copy = 复制
console_copied = 已复制
console_wait_waiting = 正在等待首次登录…
console_wait_hint = 打开应用并登录。此页面会在几秒内显示结果。
# $app is the name of the app that was added.
console_wait_came = 已有人登录 { $app }。设置成功。
console_wait_check = 立即检查
console_first_sign_in = 首次登录
console_first_sign_in_none = 尚无
console_apps_empty = 还没有应用。请添加第一个。
