account_page = 내 계정 · { $organization }
account_switch = 계정 전환
account_add = 계정 추가
account_sign_out = 로그아웃
account_email = 이메일
account_username = 사용자 이름

account_methods_title = 로그인 방법
account_password = 비밀번호
account_password_detail = 이 계정에 설정됨
account_connected_since = { $when }에 연결됨
account_disconnect = { $provider } 연결 해제
account_connect = { $provider } 연결

account_devices_title = 기기
account_this_device = 이 브라우저
account_session_since = 로그인: { $when }
account_session_seen = 마지막 사용: { $when }
account_session_apps = 연 앱: { $apps }
account_session_end = 로그아웃
account_sessions_end_others = 다른 모든 기기에서 로그아웃

device_browser_on_system = { $system }의 { $browser }
device_unknown = 알 수 없는 브라우저

place_with_address = { $place }({ $address })

receipts_title = 지난 24시간의 로그아웃
receipt_delivered = 로그아웃됨: { $when }
receipt_waiting = 로그아웃하는 중
receipt_retrying = 아직 연결할 수 없음, 마지막 시도: { $when }
receipt_given_up = { $count ->
   *[other] 연결할 수 없음, { $count }번 시도함
}
receipt_send_again = 다시 보내기

account_apps_title = 내 앱
account_apps_none = 아직 사용한 앱이 없습니다. 로그인한 앱이 여기에 표시됩니다.
account_app_allowed = 사용 가능: { $scope }
account_app_allowed_since = 허용: { $when }
account_app_trusted = 조직에서 제공함
account_app_open = { $app } 열기
account_app_remove = 액세스 권한 삭제
account_app_sign_out = { $app }에서 로그아웃
account_navigation = 내 계정
account_nav_overview = 개요
account_nav_profile = 프로필
account_nav_security = 보안
account_nav_activity = 활동
account_nav_data = 내 데이터

profile_page = 프로필 · { $organization }
profile_save = 저장
profile_saved = 프로필이 저장되었습니다.
profile_address_saved = 이메일 주소가 변경되었습니다. 다른 기기에서 로그아웃되었습니다.
profile_given_name = 이름
profile_family_name = 성
profile_nickname = 별명
profile_website = 웹사이트
profile_language = 언어
profile_language_of_browser = 브라우저 설정 사용
profile_time_zone = 시간대
profile_picture = 사진
profile_picture_yours = 내 사진
profile_picture_choose = 파일 선택
profile_picture_hint = PNG, JPEG, WebP 또는 GIF, 최대 5 MB. 로그인하는 앱에 표시될 수 있습니다.
profile_picture_save = 사진 저장
profile_picture_remove = 사진 삭제
profile_picture_saved = 사진을 저장했습니다.
profile_picture_removed = 사진을 삭제했습니다.
profile_picture_none = 먼저 파일을 선택하세요.
profile_picture_too_large = 파일이 5 MB를 넘습니다. 더 작은 파일을 선택하세요.
profile_picture_no_picture = PNG, JPEG, WebP, GIF가 아닙니다. 다른 파일을 선택하세요.
profile_picture_damaged = 이미지가 손상되었습니다. 이미지 프로그램에서 다시 저장한 뒤 한 번 더 선택하세요.
profile_picture_too_many_pixels = 이미지가 너무 큽니다. 각 변을 10,000픽셀보다 작게 줄이세요.
profile_picture_more_than_a_picture = 파일에 이미지 외의 내용이 들어 있습니다. JPEG 또는 PNG로 다시 저장한 뒤 그 파일을 선택하세요.
profile_username_hint = 로그인할 때 사용할 수 있습니다. 공백과 @는 사용할 수 없습니다.
profile_username_wrong = 사용자 이름은 64자 이하이며 공백과 @를 사용할 수 없습니다.
profile_username_taken = 다른 사람이 사용 중인 사용자 이름입니다. 다른 이름을 선택하세요.
profile_username_reserved = 예약된 사용자 이름이거나 예약된 이름과 비슷합니다. 다른 이름을 선택하세요.
profile_username_disguised = 서로 다른 문자 체계가 섞여 있거나 라틴 문자로 된 이름처럼 보이는 사용자 이름입니다. 다른 이름을 선택하세요.
profile_value_wrong = 너무 긴 항목이 있거나 표시할 수 없는 문자가 있습니다. 각 항목은 200자까지 입력할 수 있습니다.
profile_website_wrong = https://로 시작하는 웹 주소를 입력하거나 비워 두세요.
profile_time_zone_wrong = Europe/Berlin과 같은 시간대를 입력하거나 비워 두세요.
profile_conflict = 계정이 동시에 변경되었습니다. 페이지를 다시 확인한 후 저장하세요.
profile_address_verified = 확인됨
profile_new_address = 새 이메일
profile_address_hint = 새 주소로 코드를 보냅니다. 이전 주소에도 알려 드리며, 7일 동안 변경을 취소할 수 있습니다.
profile_address_change = 이메일 변경
profile_address_wrong = 현재와 다른 이메일 주소를 입력하세요(예: ada@example.com).
profile_address_no_mail = 지금은 여기에서 이메일 주소를 변경할 수 없습니다. 관리자에게 문의하세요.
profile_address_of_provider = 이 도메인의 이메일 주소는 { $provider } 소속입니다. 먼저 { $provider } 계정을 연결하거나 다른 주소를 입력하세요.

address_confirm_title = 새 이메일 확인
address_confirm = { $email }이(가) 계정의 주소가 됩니다. 다른 기기에서 로그아웃됩니다. 직접 요청한 경우에만 확인하세요. 요청한 사람이 계정을 계속 사용합니다.
address_confirm_submit = 확인
address_confirmed_title = 이메일이 변경되었습니다
address_confirmed = 이제 새 주소로 로그인하세요. 다른 기기에서 로그아웃되었습니다.
address_undo_title = 변경을 취소할까요?
address_undo = { $email }이(가) 다시 계정의 주소가 되고 모든 곳에서 로그아웃됩니다.
address_undo_submit = 변경 취소
address_undone_title = 변경이 취소되었습니다
address_undone = 계정의 주소가 이전 주소로 돌아갔고 모든 기기에서 로그아웃되었습니다. 다른 사람이 사용할 수 없도록 지금 새 비밀번호를 선택하세요.

password_change_title = 비밀번호
password_present = 현재 비밀번호
password_new = 새 비밀번호
password_change_submit = 비밀번호 변경
password_changed = 비밀번호가 변경되었습니다. 다른 기기에서 로그아웃되었습니다.
password_none = 계정에 비밀번호가 없습니다. 다른 방법으로 로그인합니다.
password_wrong = 현재 비밀번호가 아닙니다. 확인하고 다시 시도해 보세요.

activity_page = 활동 · { $organization }
activity_title = 최근 활동
activity_hint = 본인이 하지 않은 것이 있나요? 비밀번호를 바꾸고 로그인 방법을 확인하세요:
activity_none = 아직 활동이 없습니다.
activity_older = 이전 활동
activity_by_administrator = 관리자가 실행
activity_signed_in = 로그인
activity_sign_in_failed = 로그인 실패
activity_stepped_up = 본인 확인
activity_session_ended = 로그아웃
activity_password_changed = 비밀번호 변경
activity_password_reset_requested = 새 비밀번호 요청
activity_method_added = 로그인 방법 추가
activity_method_removed = 로그인 방법 삭제
activity_second_factor_failed = 두 번째 단계 실패
activity_recovery = 계정 복구
activity_address_changed = 이메일 변경
activity_profile_changed = 프로필 변경
activity_account_made = 계정 생성
activity_account_locked = 계정 잠금 또는 해제
activity_disowned = 본인이 아니라고 신고
activity_app_allowed = 앱 허용
activity_app_removed = 앱 삭제

data_page = 내 데이터 · { $organization }
data_download_hint = 저장된 모든 정보를 파일로 제공합니다: 프로필, 로그인 방법, 기기, 앱, 최근 활동. 비밀번호와 키는 포함되지 않습니다.
data_download = 내 데이터 다운로드
data_delete_title = 계정 삭제
data_delete_effect = { $days ->
    [0] 즉시 모든 곳에서 로그아웃되고 계정과 모든 내용이 영구히 삭제됩니다.
   *[other] 즉시 모든 곳에서 로그아웃됩니다. { $days }일 후 계정과 모든 내용이 영구히 삭제됩니다. 그때까지는 로그인해서 계정을 유지할 수 있습니다.
}
data_delete = 내 계정 삭제
data_deletion_waits_title = 계정이 삭제됩니다
data_deletion_waits = { $time }에 삭제됩니다. 유지하려면 그 전에 로그인하거나 보내 드린 이메일의 링크를 사용하세요.
data_deletion_on = 계정과 모든 내용이 삭제되는 시각:
data_deletion_until = 계정과 모든 내용이 { $time }에 삭제됩니다.
data_keep = 계정 유지
data_keep_title = 계정을 유지할까요?
data_keep_sign_in = 로그인
data_kept_title = 계정이 유지됩니다
data_kept = 아무것도 삭제되지 않습니다. 계속하려면 로그인하세요.
attribute_problems = 다른 값을 입력해야 하는 항목이 있습니다.
attribute_missing = 이 항목을 입력하세요.
attribute_length = { $min }자 이상 { $max }자 이하로 입력하세요.
attribute_min = { $min } 이상의 값을 입력하세요.
attribute_max = { $max } 이하의 값을 입력하세요.
attribute_number = 숫자를 입력하세요.
attribute_date = 날짜를 입력하세요(예: 1990-05-31).
attribute_email = 이메일 주소를 입력하세요.
attribute_phone = 국가 번호를 포함한 전화번호를 입력하세요(예: +82 2 1234 5678).
attribute_choice = 옵션 중 하나를 선택하세요.
attribute_form = 이 값은 여기에 필요한 형식이 아닙니다.
