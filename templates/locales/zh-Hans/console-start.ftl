# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = 入门步骤
console_start_hint = 为此服务器命名，检查它能否发送邮件，并添加第一个应用。
console_start_lead = 共三步，顺序不限。在您添加应用或隐藏此页面之前，概览中会有指向它的链接。
console_start_open = 显示入门步骤
console_start_name = 名称
console_start_name_now = 页面和邮件中显示的名称：
console_name_default = 这是默认值。
# $variable is the name of an environment variable.
console_name_from_variable = 来自环境变量 { $variable }。
console_name_from_file = 来自设置文件中的 name。
console_name_from_console = 在控制台中设置，优先于设置中的 name。
console_source_console = 控制台
console_rename = 更改服务器名称
console_rename_effect = 所有页面和邮件会立即显示新名称，此安装的其他服务器也一样。
console_rename_hint = 例如您公司的名称。留空则使用设置中的名称。
console_start_mail = 邮件
console_start_mail_server = 已设置邮件服务器。发送测试邮件以检查它能否工作。
console_start_mail_here = 未设置邮件服务器。邮件保留在此计算机上，可在此处阅读：
console_start_mail_none = 未设置邮件服务器：无法发送重设密码的链接、验证码和邀请。
console_start_mail_paste = 请将以下内容换成您的邮件服务器的值并写入设置文件，然后重启此服务器。也可使用变量 DOORWARD_MAIL__URL 和 DOORWARD_MAIL__FROM。
console_start_app = 第一个应用
console_start_app_none = 添加一个应用，将所需内容复制到其配置中，然后登录。
console_hide_guide = 隐藏入门步骤
console_hide_guide_effect = 对所有管理员，概览都不再显示其链接。所有操作仍可在控制台的页面中完成。
# $user is the email address or the username of whoever is signed in.
setup_become = 此服务器还没有管理员。您以 { $user } 的身份登录：成为所有者后，可以添加用户和应用，并让其他人成为管理员。
setup_become_submit = 成为所有者
setup_or_new = 或使用新账户
setup_have_account = 我有账户：登录
