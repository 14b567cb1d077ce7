consent_page = 允许 { $app } · { $organization }
consent_title = { $app } 想要：
consent_signed_in_as = 您当前以 { $user } 的身份登录。您可以随时在账号页面移除访问权限。
consent_destination = 您的答复将发送到 { $destination }。
consent_resources = 您允许的内容可用于：
consent_registered_by_itself = 此应用是自行注册的：{ $organization } 没有核实它的提供者。请仅在您信任上述地址时继续。
consent_allow = 继续前往 { $app }
consent_deny = 不允许

missing_fields_page = 完善您的账号 · { $organization }
missing_fields_title = 完善您的账号
missing_fields_text = 继续之前，{ $organization } 需要您填写以下信息。您当前以 { $user } 的身份登录。

select_organization_page = 选择组织 · { $organization }
select_organization_title = 选择组织
select_organization_text = 您当前以 { $user } 的身份登录。您想在 { $app } 中使用哪个组织？

scope_openid = 知道您是谁
scope_profile = 查看您的姓名和个人资料
scope_email = 查看您的邮箱地址
scope_address = 查看您的邮寄地址
scope_phone = 查看您的电话号码
scope_offline_access = 在您不使用该应用时保持访问权限
scope_groups = 查看您所属的群组
scope_roles = 查看您在该应用中的角色
scope_permissions = 查看您在该应用中的权限
scope_other = 使用 { $scope }
