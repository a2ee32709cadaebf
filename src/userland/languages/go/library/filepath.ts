/** path/filepath, in Go. What has no body is the runtime's. */
export const filepath = `package filepath

import "strings"

func Clean(path string) string {
	if path == "" {
		return "."
	}
	rooted := path[0] == '/'
	var out []string
	for _, part := range strings.Split(path, "/") {
		switch part {
		case "", ".":
		case "..":
			if len(out) > 0 && out[len(out)-1] != ".." {
				out = out[:len(out)-1]
			} else if !rooted {
				out = append(out, "..")
			}
		default:
			out = append(out, part)
		}
	}
	text := strings.Join(out, "/")
	if rooted {
		return "/" + text
	}
	if text == "" {
		return "."
	}
	return text
}
func Join(elem ...string) string {
	var parts []string
	for _, each := range elem {
		if each != "" {
			parts = append(parts, each)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return Clean(strings.Join(parts, "/"))
}
func Base(path string) string {
	if path == "" {
		return "."
	}
	path = strings.TrimRight(path, "/")
	if path == "" {
		return "/"
	}
	return path[strings.LastIndex(path, "/")+1:]
}
func Dir(path string) string { return Clean(path[:strings.LastIndex(path, "/")+1]) }
func Ext(path string) string {
	base := path[strings.LastIndex(path, "/")+1:]
	if at := strings.LastIndex(base, "."); at >= 0 {
		return base[at:]
	}
	return ""
}
func IsAbs(path string) bool { return strings.HasPrefix(path, "/") }
`;
