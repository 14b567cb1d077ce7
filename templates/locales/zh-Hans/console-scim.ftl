# Apps that users are pushed to by SCIM, in the console.

console_scim = 应用中的账户 (SCIM)
console_scim_lead = 这些应用会为每个可以使用它的人建立账户，并在某人不再可以使用时立即得知。
console_scim_none = 还没有应用接收账户。请使用以下命令、文件或 API 添加。
console_scim_compared = 上次比对
console_scim_users_in = 仅限以下群组的成员
console_scim_pushed_groups = 发送的群组
console_scim_accounts = 账户
console_scim_to_come = 尚待处理
console_scim_problems = 不符合预期
console_scim_problems_none = 应用中的内容全部符合预期。
console_scim_paused = 已暂停，因为应用一整天没有接受任何内容
console_scim_created = 已创建
console_scim_updated = 已更新
console_scim_deactivated = 已停用
console_scim_deleted = 已删除
console_scim_unchanged = 未变
console_scim_conflict = 冲突
console_scim_failed = 失败
console_scim_compare = 全部比对
console_scim_compare_effect = 将每个用户和群组与应用中的内容比对，并修正不同之处。
console_scim_pause = 暂停
console_scim_pause_effect = 在恢复之前不会向应用发送任何内容。那里的账户保持不变。
console_scim_resume = 恢复
console_scim_resume_effect = 检查所有人，并把期间的变化发送给应用。
