# The owners of an app, who administer it.
console_owners_tab = オーナー
console_owners_lead = オーナーはこのアプリだけを管理します。ロールとその申請、シークレット、見た目、アドレスが対象です。ほかに誰が使えるか、アプリがユーザーについて何を知るかは管理者が決めます。
console_owners_none = このアプリにはオーナーがいません。変更できるのは管理者だけです。
console_owners_since = オーナーになった日時
console_owners_by_file = ファイルで指定
console_owners_add = オーナーを追加
console_owners_add_effect = ユーザーはコンソールと API でこのアプリを管理します。ロールの付与、申請の判断、シークレットの作成と失効、見た目とアドレスの変更ができます。
console_owners_remove = オーナーを解除
console_owners_remove_effect = ユーザーはこのアプリを管理できなくなります。付与や変更した内容はそのまま残ります。
console_owners_earlier = 以前のオーナー
console_owners_until = オーナーだった期間の終わり
