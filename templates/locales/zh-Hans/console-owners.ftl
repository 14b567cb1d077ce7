# The owners of an app, who administer it.
console_owners_tab = 所有者
console_owners_lead = 所有者只管理此应用：它的角色和对角色的申请、机密、外观和地址。还有谁可以使用，以及应用了解用户的哪些信息，仍由管理员决定。
console_owners_none = 此应用没有所有者，只有管理员可以更改。
console_owners_since = 成为所有者的时间
console_owners_by_file = 由文件指定
console_owners_add = 添加所有者
console_owners_add_effect = 该用户在控制台和通过 API 管理此应用：授予角色、处理申请、创建和吊销机密，以及更改外观和地址。
console_owners_remove = 移除所有者
console_owners_remove_effect = 该用户不再管理此应用。其授予和更改的内容保持不变。
console_owners_earlier = 以前的所有者
console_owners_until = 所有权结束于
