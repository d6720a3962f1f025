package pages

import (
	"strconv"
	"strings"
)

// BuildingNames names buildings as people do: 3 号楼、5 号楼; from three numbered in a row on
// together, 1 至 20 号楼, in the order in which they are given.
func BuildingNames(all []string) string {
	var words []string
	for i := 0; i < len(all); {
		j, first := i+1, buildingNo(all[i])
		for first > 0 && j < len(all) && buildingNo(all[j]) == first+j-i {
			j++
		}
		if j-i < 3 {
			j = i + 1
			words = append(words, all[i])
		} else {
			words = append(words, strconv.Itoa(first)+" 至 "+all[j-1])
		}
		i = j
	}
	return strings.Join(words, "、")
}

// buildingNo is the number of a building that is named by its number alone, 7 of 7 号楼; 0 of another.
func buildingNo(name string) int {
	digits, ok := strings.CutSuffix(name, " 号楼")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 {
		return 0
	}
	return n
}
