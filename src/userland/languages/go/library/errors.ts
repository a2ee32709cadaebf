/** errors, in Go. What has no body is the runtime's. */
export const errors = String.raw`package errors

type errorString struct{ s string }

func (e *errorString) Error() string { return e.s }

func New(text string) error { return &errorString{text} }

type joinError struct{ errs []error }

func (e *joinError) Error() string {
	text := ""
	for i, err := range e.errs {
		if i > 0 {
			text += "\n"
		}
		text += err.Error()
	}
	return text
}

func (e *joinError) Unwrap() []error { return e.errs }

func Join(errs ...error) error {
	var all []error
	for _, err := range errs {
		if err != nil {
			all = append(all, err)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return &joinError{all}
}

func Unwrap(err error) error {
	u, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return u.Unwrap()
}

func isComparable(err error) bool
func assignTo(err error, target any) bool

func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	for err != nil {
		if isComparable(target) && isComparable(err) && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		if x, ok := err.(interface{ Unwrap() []error }); ok {
			for _, each := range x.Unwrap() {
				if Is(each, target) {
					return true
				}
			}
			return false
		}
		err = Unwrap(err)
	}
	return false
}

func As(err error, target any) bool {
	for err != nil {
		if assignTo(err, target) {
			return true
		}
		if x, ok := err.(interface{ Unwrap() []error }); ok {
			for _, each := range x.Unwrap() {
				if As(each, target) {
					return true
				}
			}
			return false
		}
		err = Unwrap(err)
	}
	return false
}
`;
