package pages

import (
	"strings"
	"testing"
)

func TestBuildingNames(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "3 号楼": "3 号楼", "3 号楼,5 号楼,7 号楼": "3 号楼、5 号楼、7 号楼", "1 号楼,2 号楼": "1 号楼、2 号楼",
		"1 号楼,2 号楼,3 号楼": "1 至 3 号楼", "甲楼,1 号楼,2 号楼,3 号楼,4 号楼,7 号楼,9 号楼,10 号楼,11 号楼": "甲楼、1 至 4 号楼、7 号楼、9 至 11 号楼",
		"3 号楼,2 号楼,1 号楼": "3 号楼、2 号楼、1 号楼", "0 号楼,1 号楼,2 号楼": "0 号楼、1 号楼、2 号楼",
	} {
		var all []string
		if in != "" {
			all = strings.Split(in, ",")
		}
		if got := BuildingNames(all); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
