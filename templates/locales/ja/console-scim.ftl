# Apps that users are pushed to by SCIM, in the console.

console_scim = アプリのアカウント (SCIM)
console_scim_lead = 利用を許可された全員のアカウントが作られ、許可がなくなるとすぐに通知されるアプリです。
console_scim_none = アカウントを送るアプリはまだありません。次のコマンド、ファイル、または API で追加してください。
console_scim_compared = 前回の照合
console_scim_users_in = 対象グループのメンバーのみ
console_scim_pushed_groups = 送信するグループ
console_scim_accounts = アカウント
console_scim_to_come = 残り
console_scim_problems = 正しくないもの
console_scim_problems_none = アプリの内容はすべて正しい状態です。
console_scim_paused = アプリが 1 日間何も受け付けなかったため停止中
console_scim_created = 作成
console_scim_updated = 更新
console_scim_deactivated = 無効化
console_scim_deleted = 削除
console_scim_unchanged = 変更なし
console_scim_conflict = 競合
console_scim_failed = 失敗
console_scim_compare = すべて照合する
console_scim_compare_effect = すべてのユーザーとグループをアプリの内容と照合し、違いを修正します。
console_scim_pause = 停止する
console_scim_pause_effect = 再開するまでアプリには何も送られません。アプリのアカウントはそのまま残ります。
console_scim_resume = 再開する
console_scim_resume_effect = 全員を確認し、その間に変わったことをアプリに送ります。
