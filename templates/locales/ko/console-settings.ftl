# 콘솔의 설정.

console_defaults = 기본값을 쓰는 설정
console_not_set = 설정되지 않음
