# Roles that people ask for: the pages of users, the console and the mails.

access_app = アプリ
access_role = ロール
access_reason = 理由
access_until = 終了日
access_no_end = 期限なし

## Pages of users
access_page = アクセス · { $organization }
account_nav_access = アクセス
access_hint = ロールがあると、アプリでできることが増えます。申請すると、アプリの責任者が判断します。
access_none = 申請できるロールはありません。どのロールを申請できるかは管理者が決めます。
access_ask = アクセスを申請
access_ask_title = { $app } の { $role } を申請
access_opens = このロールがないとアプリを開けません。
access_your_requests = あなたの申請
access_state_open = 返事待ち
access_state_approved = 承認済み
access_state_refused = 承認されませんでした
access_state_withdrawn = 取り下げ済み
access_state_expired = 期限までに返事がありませんでした
access_asked = 申請日時
access_withdraw = 申請を取り下げる
access_ends = 返事がない場合、申請は { $time } に終了します。
access_reason_label = なぜ必要ですか？
access_reason_hint = 判断する人が読みます。500文字まで書けます。
access_until_label = いつまで必要ですか？
access_until_hint = 期限なしで必要な場合は空欄にしてください。最終日も含まれます (UTC)。
access_until_longest = 選べる最も遅い日は { $day } です。最終日も含まれます (UTC)。
access_send = 申請を送信
access_sent = 申請を送信しました。返事はこのページに表示されます。
access_was_withdrawn = 申請を取り下げました。
access_problem_reason = 必要な理由を500文字以内で書いてください。
access_problem_until = このロールで認められる期間内の、今日より後の日を選んでください。
access_problem_waits = このロールはすでに申請済みです。返事を待っています。
access_problem_many = 最近多くのロールを申請しています。返事を待つか、申請を取り下げてください。
access_problem_gone = このロールは申請できないか、すでに持っています。
access_problem_changed = アプリが同時に変更されました。もう一度お試しください。
no_access_title = { $app } はまだ開けません
no_access_text = { $user } としてサインインしています。このアカウントは { $app } にアクセスできませんが、申請できます。
no_access_waits = アクセスを申請済みです。回答をお待ちください。
no_access_back = { $app } に戻る

## The console
console_nav_access_requests = アクセス申請
console_access_requests_hint = ユーザーが申請したロールを承認または却下します。
console_access_none = 返事待ちの申請はありません。設定で許可されたロールは申請できるようになります。
console_access_none_decided = まだ何も決定されていません。
console_access_decided = 決定済み
console_access_gives = このロールでできること
console_access_wished = 希望する終了日
console_access_given_until = 付与された終了日
console_access_by = 決定した人
console_access_answer = 却下の理由
console_access_approve = 申請を承認
console_access_approve_effect = ユーザーはすぐにロールを持ち、選んだ日まで有効です。あなたの名前とともに監査ログに残ります。
console_access_refuse = 申請を却下
console_access_refuse_effect = ユーザーはロールを得られず、あなたの理由を読みます。
console_access_own = これはあなた自身の申請です。ほかの人が判断する必要があります。
console_attention_requests = 返事待ちのアクセス申請: { $count }
console_field_requestable = ユーザーが申請できる
console_field_longest = 最長期間
console_field_longest_hint = 日数または時間 (例: 30d、12h)。期限なしで付与できる場合は空欄にしてください。
console_role_requestable = ユーザーはこのロールを申請できます。
console_role_requestable_for = ユーザーはこのロールを申請できます (最長 { $longest })。
console_holder_request = 申請による

## Mails
mail_access_requested_subject = { $name } でアクセスが申請されました
mail_access_requested_title = アクセスが申請されました
mail_access_requested_text = { $user } がロールを申請しています。承認されるまで何も変わりません。
mail_access_requested_button = 申請を見る
mail_access_decided_subject = { $name } でのアクセス申請について
mail_access_approved_title = 申請が承認されました
mail_access_approved_text = 申請したロールが付与されました。アプリに変化がない場合は、サインインし直してください。
mail_access_refused_title = 申請は承認されませんでした
mail_access_refused_text = 申請したロールは付与されません。
mail_access_decided_button = 申請を開く
